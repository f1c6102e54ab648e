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
    /// finding head calls likely.
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
    /// Throws `TrainingError`.
    package static func read(_ url: URL) throws(TrainingError) -> TrainingConfiguration {
        let configuration: TrainingConfiguration
        do {
            let bytes = try Data(contentsOf: url)
            configuration = try JSONDecoder().decode(TrainingConfiguration.self, from: bytes)
            let given = try keyPaths(JSONSerialization.jsonObject(with: bytes))
            let known = try keyPaths(JSONSerialization.jsonObject(with: JSONEncoder().encode(configuration)))
            if let unknown = given.subtracting(known).min() {
                throw TrainingError.invalidConfiguration("the key \(unknown) is unknown")
            }
            if let missing = known.subtracting(given).min() {
                throw TrainingError.invalidConfiguration("the key \(missing) is missing")
            }
        } catch let error as TrainingError {
            throw error
        } catch {
            throw .invalidConfiguration("\(url.path): \(error)")
        }
        if let fault = configuration.fault { throw .invalidConfiguration(fault) }
        return configuration
    }

    /// Number of steps per epoch for the given number of studies.
    package func stepsPerEpoch(studies: Int) -> Int { max(1, studies / optimization.studiesPerStep) }

    /// Returns what is invalid, or nil.
    var fault: String? {
        if let fault = preprocessing.fault { return fault }
        if let fault = optimization.fault ?? objective?.fault { return fault }
        if augmentation != nil, preprocessing.version != Preprocessing.Recipe.radiograph.rawValue {
            return "augmentation requires preprocessing version 1; version 2 crops at random instead"
        }
        if text.minimumOccurrences < 1 { return "minimumOccurrences is not positive" }
        if !(2...1024).contains(text.maximumLength) { return "maximumLength is not within 2...1024" }
        if !(1...16).contains(beamCount) { return "beamCount is not within 1...16" }
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

    private static func keyPaths(_ value: Any, prefix: String = "") -> Set<String> {
        guard let object = value as? [String: Any] else { return [] }
        return object.reduce(into: []) { paths, pair in
            paths.insert(prefix + pair.key)
            paths.formUnion(keyPaths(pair.value, prefix: prefix + pair.key + "."))
        }
    }
}
