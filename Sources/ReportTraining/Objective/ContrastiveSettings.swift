/// How labels decide what a negative weighs.
package enum SimilarityMeasure: String, Codable, Sendable, CaseIterable {
    /// S = 0: every negative weighs the same (InfoNCE, van den Oord et al. 2018).
    case none
    /// S = 1 for equal label sets, else 0 (with beta 1 the weights of WCL, Yan et al. 2021).
    case binary
    case cosine
    case jaccard
    /// Cosine over positives (+1), uncertains (+0.5) and explicit negatives (-0.5), not below 0.
    case graded
}

/// Settings of the label correlated contrastive loss; part of a training configuration. Every key is required.
///
/// The paper's abstract (doi 10.1016/j.cmpb.2024.108482) fixes the similarity from multi-label classifications, the
/// projections and the larger weight of negatives that share labels. All else here is a reconstruction with its choices
/// open: weight function, direction, temperature, lambda, pooling.
package struct ContrastiveSettings: Codable, Sendable, Equatable {
    /// The function from a similarity S to a weight w.
    package enum Weight: String, Codable, Sendable {
        /// w = 1 + beta S
        case linear
        /// w = exp(beta S)
        case exp
        /// w proportional to exp(beta S + hardness s), of mass 1 on average (after Robinson et al. 2021)
        case hcl
    }

    package enum Direction: String, Codable, Sendable {
        /// Image anchors alone, as WCL.
        case imageToText
        /// The mean of image anchors and text anchors.
        case symmetric
    }

    /// What becomes of a negative without any positive finding whose anchor has none either: the reports are paraphrases.
    package enum IdenticalNormals: String, Codable, Sendable {
        case keep
        /// Weight 0.
        case drop
    }

    package enum Pooling: String, Codable, Sendable {
        /// The mean over a report's own tokens.
        case masked
        /// The mean over all positions, padding included, as WCL.
        case all
    }

    package var similarity: SimilarityMeasure
    /// The control: similarities of other studies of the batch, drawn anew in each step.
    package var shuffleLabels: Bool
    package var weight: Weight
    package var beta: Float
    /// b of `hcl`; without effect on the others.
    package var hardness: Float
    package var temperature: Float
    /// Share of the contrastive loss: (1 - lambda) text + lambda contrastive.
    package var lambda: Float
    package var direction: Direction
    /// An anchor's weights are scaled to sum to the number of its negatives: re-weighting without more repulsion.
    package var massNormalised: Bool
    package var identicalNormals: IdenticalNormals
    /// What an uncertain finding counts beside 1 for a positive: 1, 0.5 or 0.
    package var uncertain: Float
    /// The opposite hypothesis (MedCLIP, Wang et al. 2022): similar reports are positives, with targets
    /// softmax(S / temperature), and nothing is weighted.
    package var softPositives: Bool
    package var pooling: Pooling
    package var projectionSize: Int
    /// Batches kept as further negatives, without gradient.
    package var queueBatches: Int

    package init(
        similarity: SimilarityMeasure = .cosine, shuffleLabels: Bool = false, weight: Weight = .linear,
        beta: Float = 1, hardness: Float = 0, temperature: Float = 0.1, lambda: Float = 0.2,
        direction: Direction = .symmetric, massNormalised: Bool = false, identicalNormals: IdenticalNormals = .keep,
        uncertain: Float = 1, softPositives: Bool = false, pooling: Pooling = .masked, projectionSize: Int = 256,
        queueBatches: Int = 0
    ) {
        self.similarity = similarity
        self.shuffleLabels = shuffleLabels
        self.weight = weight
        self.beta = beta
        self.hardness = hardness
        self.temperature = temperature
        self.lambda = lambda
        self.direction = direction
        self.massNormalised = massNormalised
        self.identicalNormals = identicalNormals
        self.uncertain = uncertain
        self.softPositives = softPositives
        self.pooling = pooling
        self.projectionSize = projectionSize
        self.queueBatches = queueBatches
    }

    /// Says what is wrong, or nil. `nan` is refused by every comparison.
    package var fault: String? {
        if !(0...100).contains(beta) { return "contrastive beta is not within 0...100" }
        if !(0...10).contains(hardness) { return "contrastive hardness is not within 0...10" }
        if !(0.01...10).contains(temperature) { return "contrastive temperature is not within 0.01...10" }
        if !(0...1).contains(lambda) { return "contrastive lambda is not within 0...1" }
        if !(0...1).contains(uncertain) { return "contrastive uncertain is not within 0...1" }
        if !(1...65_536).contains(projectionSize) { return "contrastive projectionSize is not within 1...65536" }
        if !(0...1024).contains(queueBatches) { return "contrastive queueBatches is not within 0...1024" }
        if softPositives, massNormalised || identicalNormals == .drop || weight != .linear {
            return "contrastive softPositives takes no weights: massNormalised, drop, exp and hcl do not go with it"
        }
        return nil
    }
}
