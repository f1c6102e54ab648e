internal import Foundation
package import Imaging
internal import NeuralNetwork
internal import Tensors

/// Writes drafts with one model. Not Sendable: it stays on the one thread that owns it.
///
/// The same pictures and bundle give the same draft on the same machine; another CPU may differ in the last bits.
package final class ReportGenerator {
    package let identity: ModelIdentity
    private let configuration: BundleConfiguration
    package let vocabulary: Vocabulary
    private let network: ReportNetwork

    /// Prepares the compute library for `threads` threads and loads the weights.
    ///
    /// Throws `ReportGenerationError`.
    package convenience init(bundle: ModelBundle, threads: Int) throws(ReportGenerationError) {
        try Self.prepare(threads: threads)
        let network = ReportNetwork(bundle.configuration.network, seed: nil)
        do {
            try network.load(bundle.checkpoint)
            network.prepareForInference(releasing: true)
        } catch {
            throw ReportGenerationError.invalid(path: ModelBundle.weightsFile, reason: "\(error)")
        }
        self.init(
            network: network, configuration: bundle.configuration, vocabulary: bundle.vocabulary,
            identity: bundle.identity)
    }

    /// Prepares the compute library; to be called before a network is made.
    package static func prepare(threads: Int) throws(ReportGenerationError) {
        do {
            try Compute.prepare(threads: threads)
        } catch {
            let reason =
                switch error {
                case .blasMissing(let message): "OpenBLAS could not be loaded: \(message)"
                }
            throw .cannotCompute(reason: reason, hint: error.hint)
        }
    }

    /// A generator around a network in memory, as training uses it to score an epoch.
    package init(
        network: ReportNetwork, configuration: BundleConfiguration, vocabulary: Vocabulary, identity: ModelIdentity
    ) {
        network.prepareForInference()
        self.network = network
        self.configuration = configuration
        self.vocabulary = vocabulary
        self.identity = identity
    }

    /// Tokens of the longest report without its prompt.
    package var longestReport: Int {
        configuration.network.maxLength - (configuration.promptsFindings ? configuration.labels.count + 1 : 0)
    }

    /// Pictures of a study the network reads together.
    package var viewCount: Int { configuration.network.viewCount }

    /// How pictures become inputs.
    package var preprocessing: Preprocessing { configuration.preprocessing }

    /// The draft of one study from all its pictures.
    package func draft(_ images: [GrayscaleImage]) throws -> DraftReport {
        let clock = ContinuousClock()
        let start = clock.now
        let inputs = images.map(configuration.preprocessing.apply)
        return try draft(inputs: inputs, preprocess: start.duration(to: clock.now).seconds)
    }

    /// The draft of one study from pictures that went through `Preprocessing` already, `size * size * channels` values
    /// each.
    package func draft(inputs: [[Float]], preprocess: Double = 0) throws -> DraftReport {
        guard !inputs.isEmpty else { throw ReportGenerationError.noImages }
        let (size, channels) = (configuration.preprocessing.size, configuration.network.channels)
        let images = Tensor(inputs.flatMap { $0 }, shape: [inputs.count, size, size, channels])
        return draft(preprocess: preprocess) { network.encode(images: images) }
    }

    /// The draft of one study from the features (`viewCount` * P * C values) that the network's trunk gave earlier.
    package func draft(features: [Float]) -> DraftReport {
        let network = configuration.network
        let width = network.featureSize
        let tensor = Tensor(features, shape: [1, features.count / width, width])
        return draft(preprocess: 0) { self.network.encode(features: tensor) }
    }

    private func draft(preprocess: Double, encode: () -> EncodedStudy) -> DraftReport {
        let clock = ContinuousClock()
        let start = clock.now
        let encoded = encode()
        let middle = clock.now
        let findings = findingProbabilities(encoded.findingLogits)
        let cached = CachedDecoder(network, encoded, beams: configuration.beamCount)
        let prompt = vocabulary.prompt(findings.filter(\.isLikely).map(\.label))
        let decoder: any NextTokenScorer =
            configuration.promptsFindings ? PromptedDecoder(cached, prompt: prompt) : cached
        let generated = BeamSearch(beamCount: configuration.beamCount).generate(decoder)
        let end = clock.now
        let timings = DraftTimings(
            preprocess: preprocess, encoder: start.duration(to: middle).seconds,
            decoder: middle.duration(to: end).seconds)
        return assemble(generated, findings: findings, timings: timings)
    }

    private func findingProbabilities(_ logits: [Float]) -> [FindingProbability] {
        zip(zip(configuration.labels, configuration.thresholds), logits).map { label, logit in
            FindingProbability(
                label: label.0, probability: 1 / (1 + exp(-Double(logit))), threshold: Double(label.1))
        }
    }

    private func assemble(
        _ generated: GeneratedTokens, findings: [FindingProbability], timings: DraftTimings
    ) -> DraftReport {
        var words: [String] = []
        var probabilities: [Double] = []
        for (token, logProbability) in zip(generated.tokens, generated.logProbabilities) {
            guard let word = vocabulary.word(token) else { continue }
            words.append(word)
            probabilities.append(exp(Double(logProbability)))
        }
        let sentences = ReportText.sentences(of: words)
        // Findings first, even if the decoder ever wrote them after the Impression.
        let ordered = sentences.filter { !$0.isImpression } + sentences.filter(\.isImpression)
        return DraftReport(
            findings: ordered.filter { !$0.isImpression }.map(\.text),
            impression: ordered.filter(\.isImpression).map(\.text),
            sentenceConfidence: ordered.map { sentence in
                probabilities[sentence.positions].reduce(0, +) / Double(sentence.positions.count)
            },
            probabilities: findings,
            timings: timings, words: words)
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
