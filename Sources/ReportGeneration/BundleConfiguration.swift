package import Imaging

/// `configuration.json` of a bundle: everything needed to run the weights, and nothing about how they were trained.
package struct BundleConfiguration: Codable, Sendable, Equatable {
    /// Format version of the bundle's files.
    package static let currentFormat = 1

    package let format: Int
    /// Name and version of the model, as stated by the draft's device observer.
    package let name: String
    package let version: String
    package let network: ReportNetworkConfiguration
    package let preprocessing: Preprocessing
    /// Names of the finding head's outputs, in order.
    package let labels: [String]
    /// For each label, the probability from which it counts as likely: as possible, if there are `presentThresholds`.
    package let thresholds: [Float]
    /// For each label, the probability from which it counts as present, at least `thresholds` and 0.5; nil for a
    /// bundle without a calibration.
    package let presentThresholds: [Float]?
    /// Turns the head's output into probabilities; nil for the logistic function.
    package let calibration: Calibration?
    /// For each label, the share of the films on which the calibration was fitted that have the finding; nil without one.
    package let prevalences: [Double]?
    /// Number of beams; 1 is greedy search.
    package let beamCount: Int
    /// Whether the decoder is prompted with the findings that are present or possible.
    package let promptsFindings: Bool
    /// How reports were tokenised for the decoder.
    package let textPipeline: TextPipeline

    package init(
        name: String, version: String, network: ReportNetworkConfiguration, preprocessing: Preprocessing,
        labels: [String], thresholds: [Float], presentThresholds: [Float]? = nil, calibration: Calibration? = nil,
        prevalences: [Double]? = nil, beamCount: Int, promptsFindings: Bool, textPipeline: TextPipeline
    ) {
        format = Self.currentFormat
        self.name = name
        self.version = version
        self.network = network
        self.preprocessing = preprocessing
        self.labels = labels
        self.thresholds = thresholds
        self.presentThresholds = presentThresholds
        self.calibration = calibration
        self.prevalences = prevalences
        self.beamCount = beamCount
        self.promptsFindings = promptsFindings
        self.textPipeline = textPipeline
    }

    /// Older bundles lack the keys for prompting and for the text pipeline, and have no calibration; they use prompts and
    /// the `clinical` pipeline.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        format = try values.decode(Int.self, forKey: .format)
        name = try values.decode(String.self, forKey: .name)
        version = try values.decode(String.self, forKey: .version)
        network = try values.decode(ReportNetworkConfiguration.self, forKey: .network)
        preprocessing = try values.decode(Preprocessing.self, forKey: .preprocessing)
        labels = try values.decode([String].self, forKey: .labels)
        thresholds = try values.decode([Float].self, forKey: .thresholds)
        presentThresholds = try values.decodeIfPresent([Float].self, forKey: .presentThresholds)
        calibration = try values.decodeIfPresent(Calibration.self, forKey: .calibration)
        prevalences = try values.decodeIfPresent([Double].self, forKey: .prevalences)
        beamCount = try values.decode(Int.self, forKey: .beamCount)
        promptsFindings = try values.decodeIfPresent(Bool.self, forKey: .promptsFindings) ?? true
        textPipeline = try values.decodeIfPresent(TextPipeline.self, forKey: .textPipeline) ?? .clinical
    }

    /// Returns what is inconsistent, or nil.
    func fault(vocabulary: Vocabulary) -> String? {
        if format != Self.currentFormat {
            return "the bundle has format \(format), but this program reads format \(Self.currentFormat)"
        }
        if let fault = preprocessing.fault { return fault }
        if let problem = network.problem { return problem }
        if preprocessing.size != network.imageSize { return "preprocessing and network have different image sizes" }
        if preprocessing.channels != network.channels {
            return "preprocessing and network have different channel counts"
        }
        if labels.count != network.labelCount { return "\(labels.count) labels for \(network.labelCount) outputs" }
        if thresholds.count != labels.count { return "\(thresholds.count) thresholds for \(labels.count) labels" }
        if let fault = calibration?.fault(labels: labels.count) { return fault }
        if let prevalences, prevalences.count != labels.count {
            return "\(prevalences.count) prevalences for \(labels.count) labels"
        }
        if let share = prevalences?.first(where: { !(0...1).contains($0) }) {
            return "a prevalence is \(share), which is not within 0...1"
        }
        if let presentThresholds {
            let isUsable =
                presentThresholds.count == labels.count && zip(thresholds, presentThresholds).allSatisfy { $0 <= $1 }
            if !isUsable { return "presentThresholds are not one for each label, at least its threshold" }
            if let low = presentThresholds.first(where: { $0 < 0.5 }) {
                return "a presentThreshold is \(low), but a finding is present only if that is more likely than not"
            }
        }
        if vocabulary.count != network.vocabularySize {
            return "\(vocabulary.count) words in the vocabulary, but \(network.vocabularySize) in the network"
        }
        if !(1...16).contains(beamCount) { return "beamCount \(beamCount) is not within 1...16" }
        if name.isEmpty || version.isEmpty { return "the model's name or version is empty" }
        return nil
    }
}

/// What a draft states about the model that wrote it.
package struct ModelIdentity: Codable, Sendable, Equatable {
    package let name: String
    package let version: String
    /// SHA-256 of weights.safetensors, 64 lower-case hexadecimal digits.
    package let weightsSHA256: String

    package init(name: String, version: String, weightsSHA256: String) {
        self.name = name
        self.version = version
        self.weightsSHA256 = weightsSHA256
    }
}
