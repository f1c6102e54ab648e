package import Foundation

/// The configuration of an ablation, read from a JSON file: one base model, tuned further with each variant of the
/// contrastive loss. Unknown keys are refused. A variant states only what differs from the file's `contrastive`, and a
/// data set only what differs from its `synthetic`.
package struct AblationConfiguration: Codable, Sendable, Equatable {
    /// The report network on top of the trunk.
    package struct Network: Codable, Sendable, Equatable {
        package var hiddenSize: Int
        package var headCount: Int
        package var feedForwardSize: Int
        package var encoderLayers: Int
        package var decoderLayers: Int
        package var dropout: Float
        package var imagePosition: ImagePosition
    }

    /// How the image position embedding starts.
    package enum ImagePosition: String, Codable, Sendable {
        /// With the standard deviation of the projected grid, as training does.
        case gridScale
        /// With 0.02, as word embeddings do.
        case small
    }

    package struct Optimization: Codable, Sendable, Equatable {
        package var batchSize: Int
        package var weightDecay: Float
        package var warmUpShare: Float
        package var gradientNorm: Float
    }

    /// One training stage: warm-up, then cosine decay to zero.
    package struct Stage: Codable, Sendable, Equatable {
        package var epochs: Int
        package var learningRate: Float
    }

    package struct Dataset: Codable, Sendable, Equatable {
        /// NIH films encoded by a bundle's trunk; folders are relative to the configuration's.
        package struct Films: Codable, Sendable, Equatable {
            package var root: String
            package var bundle: String
            /// Peak learning rate of the trunk in tuning; nil keeps the trunk frozen, as it is for the base.
            package var trunkLearningRate: Float?
        }

        package var name: String
        /// Exactly one of `films` and `synthetic` must be set.
        package var films: Films?
        package var synthetic: SyntheticStudies?
        /// Whether the decoder is prompted with a study's labels as they are given, which in synthetic studies includes
        /// their errors.
        package var promptsFindings: Bool
        /// Base training with only the text loss, once per seed.
        package var base: Stage
        /// Continues from the base with each variant.
        package var tuning: Stage
    }

    package struct Variant: Codable, Sendable, Equatable {
        package var name: String
        /// Nil continues with only the text loss.
        package var contrastive: ContrastiveSettings?
        /// Name of another variant to compare it with, in addition to the first one.
        package var control: String?
    }

    /// Seed of the references' wording; runs use the seeds 1, 2, …
    package var seed: UInt64
    /// The fold that is scored: test, or validation for choosing settings.
    package var fold: Fold
    package var network: Network
    package var optimization: Optimization
    package var datasets: [Dataset]
    /// The first variant is the one the others are compared with.
    package var variants: [Variant]

    /// Reads and validates a file.
    ///
    /// Throws `TrainingError`.
    package static func read(_ url: URL) throws(TrainingError) -> AblationConfiguration {
        let file = try TrainingConfigurationFile(url)
        return try file.decoded { text in
            let given = try merged(JSONSerialization.jsonObject(with: text))
            let bytes = try JSONSerialization.data(withJSONObject: given)
            let configuration = try JSONDecoder().decode(AblationConfiguration.self, from: bytes)
            let known = try JSONKeys.paths(in: JSONSerialization.jsonObject(with: JSONEncoder().encode(configuration)))
            if let unknown = JSONKeys.paths(in: given).subtracting(known).min() {
                throw file.fault("the key \(unknown) is unknown", at: unknown)
            }
            if let reason = configuration.fault { throw file.fault(reason) }
            return configuration
        }
    }

    /// Returns what is invalid, or nil.
    var fault: String? {
        if !(2...4096).contains(optimization.batchSize) { return "batchSize is not within 2...4096" }
        if !(0..<1).contains(optimization.warmUpShare) { return "warmUpShare is not within 0..<1" }
        if datasets.isEmpty || variants.isEmpty { return "no datasets or no variants" }
        if Set(datasets.map(\.name)).count < datasets.count { return "two datasets have the same name" }
        if Set(variants.map(\.name)).count < variants.count { return "two variants have the same name" }
        for dataset in datasets {
            if (dataset.films == nil) == (dataset.synthetic == nil) {
                return "\(dataset.name) must have either films or synthetic"
            }
            if let fault = dataset.synthetic?.fault { return fault }
            if let rate = dataset.films?.trunkLearningRate, !(rate > 0) { return "trunkLearningRate is not positive" }
            for stage in [dataset.base, dataset.tuning] {
                if !(1...10_000).contains(stage.epochs) { return "epochs is not within 1...10000" }
                if !(stage.learningRate > 0) { return "learningRate is not positive" }
            }
        }
        for variant in variants {
            if let fault = variant.contrastive?.fault { return "\(variant.name): \(fault)" }
            if let control = variant.control,
                control == variant.name || !variants.contains(where: { $0.name == control })
            {
                return "\(variant.name): the control \(control) does not name another variant"
            }
        }
        return nil
    }

    /// Merges the file's common `contrastive` and `synthetic` into those of the variants and data sets, and removes the
    /// common ones.
    private static func merged(_ value: Any) -> [String: Any] {
        var object = value as? [String: Any] ?? [:]
        for (key, list) in [("contrastive", "variants"), ("synthetic", "datasets")] {
            guard let common = object[key] as? [String: Any], let entries = object[list] as? [[String: Any]]
            else { continue }
            object[key] = nil
            object[list] = entries.map { entry in
                guard let own = entry[key] as? [String: Any] else { return entry }
                return entry.merging([key: common.merging(own) { $1 }]) { $1 }
            }
        }
        return object
    }
}
