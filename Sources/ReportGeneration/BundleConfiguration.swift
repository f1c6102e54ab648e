package import Imaging

/// `configuration.json` of a bundle: everything needed to run the weights, nothing about how they came to be.
package struct BundleConfiguration: Codable, Sendable, Equatable {
    /// Format of the bundle's files.
    package static let currentFormat = 1

    package let format: Int
    /// Name and version of the model, as the draft's device observer states them.
    package let name: String
    package let version: String
    package let network: ReportNetworkConfiguration
    package let preprocessing: Preprocessing
    /// Names of the finding head's outputs, in order.
    package let labels: [String]
    /// For each label the probability from which it is called likely, chosen on the validation fold.
    package let thresholds: [Float]
    /// Beams of the search; 1 is greedy.
    package let beamCount: Int
    /// Whether the decoder is told the likely findings before its first word.
    package let promptsFindings: Bool
    /// How reports became the decoder's words.
    package let textPipeline: TextPipeline

    package init(
        name: String, version: String, network: ReportNetworkConfiguration, preprocessing: Preprocessing,
        labels: [String], thresholds: [Float], beamCount: Int, promptsFindings: Bool, textPipeline: TextPipeline
    ) {
        format = Self.currentFormat
        self.name = name
        self.version = version
        self.network = network
        self.preprocessing = preprocessing
        self.labels = labels
        self.thresholds = thresholds
        self.beamCount = beamCount
        self.promptsFindings = promptsFindings
        self.textPipeline = textPipeline
    }

    /// Bundles made before prompting and the words could be chosen lack their keys; they prompt, and keep numbers.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        format = try values.decode(Int.self, forKey: .format)
        name = try values.decode(String.self, forKey: .name)
        version = try values.decode(String.self, forKey: .version)
        network = try values.decode(ReportNetworkConfiguration.self, forKey: .network)
        preprocessing = try values.decode(Preprocessing.self, forKey: .preprocessing)
        labels = try values.decode([String].self, forKey: .labels)
        thresholds = try values.decode([Float].self, forKey: .thresholds)
        beamCount = try values.decode(Int.self, forKey: .beamCount)
        promptsFindings = try values.decodeIfPresent(Bool.self, forKey: .promptsFindings) ?? true
        textPipeline = try values.decodeIfPresent(TextPipeline.self, forKey: .textPipeline) ?? .clinical
    }

    /// Says what does not fit together, or nil.
    func fault(vocabulary: Vocabulary) -> String? {
        if format != Self.currentFormat {
            return "bundle format \(format); this program reads format \(Self.currentFormat)"
        }
        if let fault = preprocessing.fault { return fault }
        if let problem = network.problem { return problem }
        if preprocessing.size != network.imageSize { return "preprocessing and network differ in image size" }
        if preprocessing.channels != network.channels { return "preprocessing and network differ in channels" }
        if labels.count != network.labelCount { return "\(labels.count) labels for \(network.labelCount) outputs" }
        if thresholds.count != labels.count { return "\(thresholds.count) thresholds for \(labels.count) labels" }
        if vocabulary.count != network.vocabularySize {
            return "\(vocabulary.count) words in the vocabulary, \(network.vocabularySize) in the network"
        }
        if !(1...16).contains(beamCount) { return "beamCount \(beamCount) is not within 1...16" }
        if name.isEmpty || version.isEmpty { return "the model has no name or no version" }
        return nil
    }
}

/// What a draft says about the model that wrote it.
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
