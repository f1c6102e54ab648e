/// How the similarity of two label sets is measured.
package enum SimilarityMeasure: String, Codable, Sendable, CaseIterable {
    /// S = 0: all negatives have the same weight (InfoNCE, van den Oord et al. 2018).
    case none
    /// S = 1 for equal label sets, else 0 (with beta 1, the weights of WCL, Yan et al. 2021).
    case binary
    case cosine
    case jaccard
    /// Cosine with +1 for positive, +0.5 for uncertain and -0.5 for negative labels, clipped at 0.
    case graded
}

/// Settings of the label-correlated contrastive loss; part of a training configuration. Every key is required.
///
/// The paper's abstract (doi 10.1016/j.cmpb.2024.108482) states that similarity comes from multi-label classifications,
/// that there are projections, and that negatives sharing labels get larger weights. Everything else is our
/// reconstruction and configurable: weight function, direction, temperature, lambda, pooling.
package struct ContrastiveSettings: Codable, Sendable, Equatable {
    /// Maps a similarity S to a weight w.
    package enum Weight: String, Codable, Sendable {
        /// w = 1 + beta S
        case linear
        /// w = exp(beta S)
        case exp
        /// w proportional to exp(beta S + hardness s), with mean 1 (after Robinson et al. 2021)
        case hcl
    }

    package enum Direction: String, Codable, Sendable {
        /// Image anchors only, as in WCL.
        case imageToText
        /// Mean over image anchors and text anchors.
        case symmetric
    }

    /// Which decoder states represent a report.
    package enum TextStates: String, Codable, Sendable, CaseIterable {
        /// States of a pass over only the report's words, without cross-attention and prompt.
        case withoutImage
        /// States of the pass that predicts the report. Cross-attention shows them the image, so that an image finds its
        /// own report without learning anything.
        case withImage
    }

    /// How to treat studies whose reports state the same as the anchor's.
    package enum FalseNegatives: String, Codable, Sendable, CaseIterable {
        /// Weight 0: they do not count as negatives.
        case drop
        case keep
    }

    /// Control experiments, which show how much of an effect comes from the labels.
    package enum Control: String, Codable, Sendable, CaseIterable {
        case none
        /// Each study gets the labels of another study of the batch, reshuffled in each step.
        case shuffledLabels
        /// Every negative gets the batch's mean weight: the same mass without its differences.
        case constantWeight
    }

    package enum Pooling: String, Codable, Sendable {
        /// Mean over a report's own tokens.
        case masked
        /// Mean over all positions including padding, as in WCL.
        case all
    }

    package var similarity: SimilarityMeasure
    package var control: Control
    package var weight: Weight
    package var beta: Float
    /// b of `hcl`; ignored otherwise.
    package var hardness: Float
    package var temperature: Float
    /// Weight of the contrastive loss: (1 - lambda) text + lambda contrastive.
    package var lambda: Float
    package var direction: Direction
    /// Rescales an anchor's weights to sum to its number of negatives: reweighting without stronger repulsion.
    package var massNormalised: Bool
    package var falseNegatives: FalseNegatives
    package var textStates: TextStates
    /// Value of an uncertain finding relative to 1 for a positive: 1, 0.5 or 0.
    package var uncertain: Float
    /// The opposite hypothesis (MedCLIP, Wang et al. 2022): similar reports are positives, with targets softmax(S /
    /// temperature), and negatives are not weighted.
    package var softPositives: Bool
    package var pooling: Pooling
    package var projectionSize: Int
    /// Number of past batches kept as additional negatives, without gradient.
    package var queueBatches: Int

    package init(
        similarity: SimilarityMeasure = .cosine, control: Control = .none, weight: Weight = .linear,
        beta: Float = 1, hardness: Float = 0, temperature: Float = 0.1, lambda: Float = 0.2,
        direction: Direction = .symmetric, massNormalised: Bool = false, falseNegatives: FalseNegatives = .drop,
        textStates: TextStates = .withoutImage, uncertain: Float = 1, softPositives: Bool = false,
        pooling: Pooling = .masked, projectionSize: Int = 256, queueBatches: Int = 0
    ) {
        self.similarity = similarity
        self.control = control
        self.weight = weight
        self.beta = beta
        self.hardness = hardness
        self.temperature = temperature
        self.lambda = lambda
        self.direction = direction
        self.massNormalised = massNormalised
        self.falseNegatives = falseNegatives
        self.textStates = textStates
        self.uncertain = uncertain
        self.softPositives = softPositives
        self.pooling = pooling
        self.projectionSize = projectionSize
        self.queueBatches = queueBatches
    }

    /// Returns what is invalid, or nil. NaN fails every range check.
    package var fault: String? {
        if let fault = TrainingKey.fault(in: self, under: "objective") { return fault }
        if softPositives,
            massNormalised || falseNegatives == .drop || weight != .linear || control == .constantWeight
        {
            return "contrastive softPositives cannot be combined with massNormalised, drop, exp, hcl or constantWeight"
        }
        return nil
    }
}
