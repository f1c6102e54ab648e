package import NeuralNetwork
package import ReportGeneration

extension TrainingConfiguration {
    /// The network's shape; what the data decides (vocabulary, longest report) is not here.
    package struct NetworkSettings: Codable, Sendable, Equatable {
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

    /// What the network starts from, and what of it never changes.
    package struct Start: Codable, Sendable, Equatable {
        /// A folder of `thorax-model import` or a model bundle, whose trunk is taken; null for a trunk drawn from the seed.
        package var initialTrunk: String?
        /// A model bundle or a run's `best.safetensors`, whose weights are all taken; null for none.
        package var initialWeights: String?
        /// The trunk stays as it starts, in inference mode: its features are computed once and no picture is changed.
        package var trunkFrozen: Bool

        package init(initialTrunk: String? = nil, initialWeights: String? = nil, trunkFrozen: Bool = false) {
            self.initialTrunk = initialTrunk
            self.initialWeights = initialWeights
            self.trunkFrozen = trunkFrozen
        }

        package func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(initialTrunk, forKey: .initialTrunk)
            try values.encode(initialWeights, forKey: .initialWeights)
            try values.encode(trunkFrozen, forKey: .trunkFrozen)
        }
    }

    package struct TextSettings: Codable, Sendable, Equatable {
        /// How written reports become words.
        package var pipeline: TextPipeline
        /// Words of written reports that occur less often are unknown to the decoder.
        package var minimumOccurrences: Int
        /// Tokens of a report at most, begin and end counted; what is beyond is cut off.
        package var maximumLength: Int
    }

    package struct Optimization: Codable, Sendable, Equatable {
        package var epochs: Int
        /// Studies that pass through the network together.
        package var batchSize: Int
        /// Batches whose gradients are summed before a step.
        package var accumulationSteps: Int
        package var method: Adam.Method
        package var learningRate: Float
        package var trunkLearningRate: Float
        /// Biases and norms are not decayed.
        package var weightDecay: Float
        package var schedule: Schedule
        package var clipping: GradientClipping
        /// Weight of the finding loss beside the text loss.
        package var findingWeight: Float
        /// A rare finding's positives weigh as much as its negatives, but at most this much.
        package var largestPositiveWeight: Float
        /// The first epoch, counted from 1, with the contrastive loss; before it there is the text loss alone.
        package var contrastiveFromEpoch: Int
    }

    /// How the learning rate changes.
    package enum Schedule: Codable, Sendable, Equatable {
        /// Up from 0 during a share of the steps, then down along a cosine.
        case warmUpCosine(warmUpShare: Float)
        /// Times `factor` after each `epochs` epochs.
        case step(epochs: Int, factor: Float)

        /// The factor for each step counted from 0.
        func factors(stepsPerEpoch: Int, epochs: Int) -> @Sendable (Int) -> Float {
            switch self {
            case .warmUpCosine(let share):
                let steps = stepsPerEpoch * epochs
                let schedule = WarmUpCosineSchedule(warmUpSteps: Int(Float(steps) * share), totalSteps: steps)
                return { schedule.factor(at: $0) }
            case .step(let interval, let factor):
                let schedule = StepSchedule(interval: interval * stepsPerEpoch, factor: factor)
                return { schedule.factor(at: $0) }
            }
        }

        var fault: String? {
            switch self {
            case .warmUpCosine(let share): (0..<1).contains(share) ? nil : "warmUpShare is not within 0..<1"
            case .step(let epochs, let factor):
                epochs >= 1 && factor > 0 && factor <= 1 ? nil : "schedule.step makes no sense"
            }
        }
    }
}

extension TrainingConfiguration.Optimization {
    /// Studies behind one step.
    var studiesPerStep: Int { batchSize * accumulationSteps }

    /// Says what is wrong, or nil.
    var fault: String? {
        if !(1...10_000).contains(epochs) { return "epochs is not within 1...10000" }
        if !(2...1024).contains(batchSize) { return "batchSize is not within 2...1024" }
        if !(1...1024).contains(accumulationSteps) { return "accumulationSteps is not within 1...1024" }
        if !(learningRate > 0 && trunkLearningRate > 0) { return "a learning rate is not positive" }
        if !(weightDecay >= 0) { return "weightDecay is negative" }
        if !(clipping.limit > 0) { return "the clipping limit is not positive" }
        if !(findingWeight >= 0) { return "findingWeight is negative" }
        if contrastiveFromEpoch < 1 { return "contrastiveFromEpoch is not positive" }
        return schedule.fault
    }
}
