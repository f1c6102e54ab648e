package import Foundation
package import Imaging
package import NeuralNetwork
package import ReportGeneration

/// One training run's settings, read from a JSON file. Every key is required and unknown keys are refused, so that a
/// file always says all that decides the result.
package struct TrainingConfiguration: Codable, Sendable, Equatable {
    /// Name and version the bundle carries.
    package var name: String
    package var version: String
    package var seed: UInt64
    package var split: SplitRule
    package var preprocessing: Preprocessing
    package var network: NetworkSettings
    package var augmentation: Augmentation
    package var optimization: Optimization
    package var text: TextSettings
    /// Whether the decoder is told the findings before its first word: in training those of the labels, in a draft those
    /// the finding head calls likely.
    package var promptsFindings: Bool
    /// Beams of the search in the bundle.
    package var beamCount: Int

    /// The network's shape; what the data decides (vocabulary, longest report) is not here.
    package struct NetworkSettings: Codable, Sendable, Equatable {
        package var channels: Int
        package var viewCount: Int
        package var trunkBlock: ResNetBlock
        package var trunkStem: ResNetStem
        package var trunkWidths: [Int]
        package var trunkBlocks: [Int]
        package var hiddenSize: Int
        package var headCount: Int
        package var feedForwardSize: Int
        package var encoderLayers: Int
        package var decoderLayers: Int
        package var dropout: Float
    }

    package struct TextSettings: Codable, Sendable, Equatable {
        /// Words of written reports that occur less often are unknown to the decoder.
        package var minimumOccurrences: Int
        /// Tokens of a report at most, the end counted; what is beyond is cut off.
        package var maximumLength: Int
    }

    package struct Optimization: Codable, Sendable, Equatable {
        package var epochs: Int
        package var batchSize: Int
        package var learningRate: Float
        package var weightDecay: Float
        /// Share of the steps in which the rate rises from 0; then it falls along a cosine.
        package var warmUpShare: Float
        package var gradientNorm: Float
        /// Weight of the finding loss beside the text loss.
        package var findingWeight: Float
        /// A rare finding's positives weigh as much as its negatives, but at most this much.
        package var largestPositiveWeight: Float
    }

    /// Reads and checks a file.
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
                throw TrainingError.invalidConfiguration("unknown key \(unknown)")
            }
        } catch let error as TrainingError {
            throw error
        } catch {
            throw .invalidConfiguration("\(url.path): \(error)")
        }
        if let fault = configuration.fault { throw .invalidConfiguration(fault) }
        return configuration
    }

    /// Says what is wrong, or nil.
    var fault: String? {
        if let fault = preprocessing.fault { return fault }
        if !(1...10_000).contains(optimization.epochs) { return "epochs is not within 1...10000" }
        if !(2...1024).contains(optimization.batchSize) { return "batchSize is not within 2...1024" }
        if !(optimization.learningRate > 0) { return "learningRate is not positive" }
        if !(0..<1).contains(optimization.warmUpShare) { return "warmUpShare is not within 0..<1" }
        if text.minimumOccurrences < 1 { return "minimumOccurrences is not positive" }
        if !(2...1024).contains(text.maximumLength) { return "maximumLength is not within 2...1024" }
        if !(1...16).contains(beamCount) { return "beamCount is not within 1...16" }
        return networkConfiguration(vocabularySize: Token.firstWord + 1, maxLength: 1, labelCount: 1).problem
    }

    /// The configuration as a JSON file.
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
