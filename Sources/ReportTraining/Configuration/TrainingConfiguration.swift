package import Foundation
package import Imaging
package import ReportGeneration

/// One training run's settings, read from a JSON file. Every key is required and unknown keys are refused, so that a
/// file always states everything that decides the result; null means "none".
package struct TrainingConfiguration: Codable, Sendable, Equatable {
    /// Name and version of the bundle.
    package var name: String
    package var version: String
    package var seed: UInt64
    package var split: SplitRule
    package var preprocessing: Preprocessing
    package var network: NetworkSettings
    package var start: Start
    /// Random augmentation of the training pictures; null for none.
    package var augmentation: Augmentation?
    package var text: TextSettings
    package var optimization: Optimization
    /// The contrastive loss; null for training without it.
    package var objective: ContrastiveSettings?
    /// Whether the decoder is prompted with findings: in training those of the labels, in a draft those that the
    /// finding head calls present or possible.
    package var promptsFindings: Bool
    /// Number of beams stored in the bundle.
    package var beamCount: Int

    /// Writes null for missing values, which synthesized code would omit.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name, forKey: .name)
        try values.encode(version, forKey: .version)
        try values.encode(seed, forKey: .seed)
        try values.encode(split, forKey: .split)
        try values.encode(preprocessing, forKey: .preprocessing)
        try values.encode(network, forKey: .network)
        try values.encode(start, forKey: .start)
        try values.encode(augmentation, forKey: .augmentation)
        try values.encode(text, forKey: .text)
        try values.encode(optimization, forKey: .optimization)
        try values.encode(objective, forKey: .objective)
        try values.encode(promptsFindings, forKey: .promptsFindings)
        try values.encode(beamCount, forKey: .beamCount)
    }

    /// Reads and validates a file.
    ///
    /// Throws `TrainingError`, which names file, line and key.
    package static func read(_ url: URL) throws(TrainingError) -> TrainingConfiguration {
        let file = try TrainingConfigurationFile(url)
        let (configuration, given, known) = try file.decoded { bytes in
            let object = try JSONSerialization.jsonObject(with: bytes)
            if let (key, reason) = TrainingKey.fault(in: object) { throw file.fault(reason, at: key.path) }
            let given = JSONKeys.paths(in: object)
            // Checked before decoding: a misspelled key is named itself, not as the key that is missing.
            if let unknown = given.subtracting(TrainingKey.paths).min() {
                throw file.fault("the key \(unknown) is unknown", at: unknown)
            }
            let configuration = try JSONDecoder().decode(TrainingConfiguration.self, from: bytes)
            let known = try JSONKeys.paths(in: JSONSerialization.jsonObject(with: JSONEncoder().encode(configuration)))
            return (configuration, given, known)
        }
        if let unknown = given.subtracting(known).min() {
            throw file.fault("the key \(unknown) is unknown", at: unknown)
        }
        if let missing = known.subtracting(given).min() {
            throw file.fault("the key \(missing) is missing", at: missing)
        }
        if let reason = configuration.fault { throw file.fault(reason) }
        return configuration
    }

    /// Number of steps per epoch for the given number of studies.
    package func stepsPerEpoch(studies: Int) -> Int { max(1, studies / optimization.studiesPerStep) }

    /// Returns what cannot go together, or nil.
    var fault: String? {
        if let fault = preprocessing.fault { return fault }
        if let fault = objective?.fault { return fault }
        if augmentation != nil, preprocessing.version != Preprocessing.Recipe.radiograph.rawValue {
            return "augmentation requires preprocessing version 1; version 2 crops at random instead"
        }
        return networkConfiguration(vocabularySize: Token.firstWord + 1, maxLength: 1, labelCount: 1).problem
    }

    /// The configuration as the contents of a JSON file.
    var json: Data {
        get throws(TrainingError) {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            do {
                return try encoder.encode(self)
            } catch {
                throw .invalidConfiguration("\(error)")
            }
        }
    }
}
