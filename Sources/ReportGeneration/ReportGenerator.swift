internal import Foundation
package import Imaging
internal import NeuralNetwork
internal import Tensors

/// Drafts reports with one model. Not Sendable: it stays on the thread that owns it.
///
/// The same pictures and bundle give the same draft on the same machine; on another CPU the last bits may differ.
package final class ReportGenerator {
    package let identity: ModelIdentity
    private let configuration: BundleConfiguration
    package let vocabulary: Vocabulary
    /// The limits of the model (`ModelLimits`); empty for a network that is not from a bundle.
    package let limits: [String]
    private let network: ReportNetwork
    private let review: DraftReview
    /// Nil if the bundle cannot recognize the orientation of a film.
    private let orientationNetwork: OrientationNetwork?

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
            identity: bundle.identity, safety: bundle.safety,
            limits: ModelLimits.sentences(bundle.configuration, bundle.provenance))
    }

    /// Prepares the compute library; call before creating a network.
    package static func prepare(threads: Int) throws(ReportGenerationError) {
        do {
            try Compute.prepare(threads: threads)
        } catch {
            throw .cannotCompute(reason: "\(error)", hint: error.hint)
        }
    }

    /// Creates a generator from a network in memory, which training uses to score an epoch.
    package init(
        network: ReportNetwork, configuration: BundleConfiguration, vocabulary: Vocabulary, identity: ModelIdentity,
        safety: SafetyReference? = nil, limits: [String] = []
    ) {
        network.prepareForInference()
        self.network = network
        self.configuration = configuration
        self.vocabulary = vocabulary
        self.identity = identity
        self.limits = limits
        review = DraftReview(textPipeline: configuration.textPipeline, reference: safety)
        orientationNetwork = safety?.orientation?.network
    }

    /// Maximum tokens of a report, without its prompt.
    package var longestReport: Int {
        configuration.network.maxLength - (configuration.promptsFindings ? configuration.labels.count + 1 : 0)
    }

    /// Number of pictures of a study that the network reads together.
    package var viewCount: Int { configuration.network.viewCount }

    /// Whether probabilities are calibrated.
    package var isCalibrated: Bool { configuration.calibration != nil }

    /// How pictures are converted to network inputs.
    package var preprocessing: Preprocessing { configuration.preprocessing }

    /// Drafts the report of one study from all its pictures.
    package func draft(_ images: [GrayscaleImage]) throws -> DraftReport {
        let clock = ContinuousClock()
        let start = clock.now
        let inputs = images.map(configuration.preprocessing.apply)
        return try draft(inputs: inputs, preprocess: start.duration(to: clock.now).seconds)
    }

    /// Drafts the report of one study from preprocessed pictures of `size * size * channels` values each. `preprocess`
    /// is the time already spent on that, in seconds.
    package func draft(inputs: [[Float]], preprocess: Double = 0) throws -> DraftReport {
        guard !inputs.isEmpty else { throw ReportGenerationError.noImages }
        let clock = ContinuousClock()
        let start = clock.now
        let grids = grids(of: inputs)
        let check = check(inputs, grids)
        let encoded = network.encode(grids: concatenated(check.read.map { grids.rows($0..<$0 + 1) }))
        let encoder = start.duration(to: clock.now).seconds
        return draft(encoded, preprocess: preprocess, encoder: encoder, pictures: check)
    }

    /// Drafts the report of one study from features (`viewCount` * P * C values) computed earlier by the network's
    /// trunk. Its pictures are not assessed.
    package func draft(features: [Float]) -> DraftReport {
        let width = configuration.network.featureSize
        let tensor = Tensor(features, shape: [1, features.count / width, width])
        let clock = ContinuousClock()
        let start = clock.now
        let encoded = network.encode(features: tensor)
        return draft(
            encoded, preprocess: 0, encoder: start.duration(to: clock.now).seconds,
            pictures: PictureCheck(unassessed: 1))
    }

    /// Returns the notices that a draft from these preprocessed pictures would begin with, and why no draft would be
    /// offered; nil if one would be offered.
    package func check(inputs: [[Float]]) -> (notices: [DraftNotice], abstention: String?) {
        let check = check(inputs, grids(of: inputs))
        return (check.notices, check.abstention)
    }

    private func check(_ inputs: [[Float]], _ grids: Tensor) -> PictureCheck {
        review.reference.map { PictureCheck(assess(inputs, grids, $0), reference: $0) }
            ?? PictureCheck(unassessed: inputs.count)
    }

    private func assess(_ inputs: [[Float]], _ grids: Tensor, _ reference: SafetyReference) -> [PictureAssessment] {
        let traits = traits(of: inputs, grids)
        let orientations = orientationNetwork?.estimates(of: traits.map(\.orientationInput))
        return traits.indices.map { index in
            var assessment = PictureAssessment(
                distance: reference.distribution.distance(of: traits[index]), orientation: orientations?[index])
            if assessment.distance > InputDistribution.strangeness, let estimate = assessment.orientation,
                let limits = reference.orientation?.limits, estimate.turnMargin >= limits.turned
            {
                let upright = estimate.turn.inverse(
                    inputs[index], size: configuration.preprocessing.size, channels: configuration.network.channels)
                assessment.uprightDistance = reference.distribution.distance(of: self.traits(inputs: [upright])[0])
            }
            return assessment
        }
    }

    /// How sure the bundle is of the orientation of a picture; nil if it cannot recognize it.
    package func orientation(of traits: PictureTraits) -> OrientationEstimate? {
        orientationNetwork?.estimates(of: [traits.orientationInput])[0]
    }

    /// The properties of preprocessed pictures that their checks compare.
    package func traits(inputs: [[Float]]) -> [PictureTraits] { traits(of: inputs, grids(of: inputs)) }

    /// Trunk features (n, P, C).
    private func grids(of inputs: [[Float]]) -> Tensor {
        let (size, channels) = (configuration.preprocessing.size, configuration.network.channels)
        return network.grids(of: Tensor(inputs.flatMap { $0 }, shape: [inputs.count, size, size, channels]))
    }

    private func traits(of inputs: [[Float]], _ grids: Tensor) -> [PictureTraits] {
        let (means, width) = (globalAveragePool(grids).array(), configuration.network.featureSize)
        return inputs.enumerated().map { index, input in
            PictureTraits(
                features: Array(means[index * width..<(index + 1) * width]), input: input,
                size: configuration.preprocessing.size, channels: configuration.network.channels)
        }
    }

    private func draft(
        _ encoded: EncodedStudy, preprocess: Double, encoder: Double, pictures: PictureCheck
    ) -> DraftReport {
        let clock = ContinuousClock()
        let start = clock.now
        let findings = findingProbabilities(encoded.findingLogits)
        let cached = CachedDecoder(network, encoded, beams: configuration.beamCount)
        let prompt = vocabulary.prompt(findings.map { ($0.label, $0.degree) })
        let decoder: any NextTokenScorer =
            configuration.promptsFindings ? PromptedDecoder(cached, prompt: prompt) : cached
        let generated = BeamSearch(beamCount: configuration.beamCount).generate(decoder)
        let timings = DraftTimings(
            preprocess: preprocess, encoder: encoder, decoder: start.duration(to: clock.now).seconds)
        let promptLength = configuration.promptsFindings ? prompt.count : 0
        var draft = assemble(generated, findings: findings, pictures: pictures, timings: timings) { token in
            cached.attention(step: promptLength + token, report: generated.positions[token])
        }
        draft.findingLogits = encoded.findingLogits
        return draft
    }

    private func findingProbabilities(_ logits: [Float]) -> [FindingProbability] {
        let calibration = configuration.calibration ?? .none(labels: logits.count)
        return logits.enumerated().map { index, logit in
            FindingProbability(
                label: configuration.labels[index],
                probability: calibration.probability(logit: Double(logit), label: index),
                threshold: Double(configuration.thresholds[index]),
                presentThreshold: configuration.presentThresholds.map { Double($0[index]) })
        }
    }

    private func assemble(
        _ generated: GeneratedTokens, findings: [FindingProbability], pictures: PictureCheck, timings: DraftTimings,
        attention: (Int) -> [Float]?
    ) -> DraftReport {
        var words: [String] = []
        var probabilities: [Double] = []
        var tokensOfWords: [Int] = []
        for (index, token) in generated.tokens.enumerated() {
            guard let word = vocabulary.word(token) else { continue }
            words.append(word)
            probabilities.append(exp(Double(generated.logProbabilities[index])))
            tokensOfWords.append(index)
        }
        let said = ReportText.sentences(of: words)
        let head = HeadOpinions(findings)
        // Findings first, even if the decoder wrote some of them after the Impression.
        let ordered = said.filter { !$0.isImpression } + said.filter(\.isImpression)
        let isRead = review.reads(ordered.map(\.text))
        let written = ordered.map { sentence in
            review.sentence(
                sentence.text, sentence.isImpression ? .impression : .findings,
                probabilities: Array(probabilities[sentence.positions]), head: head, isRead: isRead)
        }
        let checked = review.withoutOverstatements(written, head: head)
        var draft = DraftReport(
            sentences: checked?.sentences ?? written, probabilities: findings,
            notices: pictures.notices + (checked?.lowered ?? [])
                + review.notices(
                    on: checked?.sentences ?? written, words: words, hasEnded: generated.hasEnded, head: head,
                    isRead: isRead),
            abstention: pictures.abstention ?? (checked == nil ? Overstatement.abstention : nil), timings: timings,
            words: words)
        draft.attention = SentenceAttention(
            ofWords: ordered.map { $0.positions.compactMap { attention(tokensOfWords[$0]) } },
            grid: AttentionGrid(configuration.network), views: configuration.network.viewCount, pictures: pictures.read)
        return draft
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
