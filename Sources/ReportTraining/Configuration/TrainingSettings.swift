package import NeuralNetwork
package import ReportGeneration

extension TrainingConfiguration {
    /// The network's shape, except what the data decides (vocabulary, report length).
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

    /// Initial weights, and which of them stay frozen.
    package struct Start: Codable, Sendable, Equatable {
        /// A folder of `thorax-model import` or a model bundle whose trunk is loaded; null to initialise the trunk from
        /// the seed.
        package var initialTrunk: String?
        /// A model bundle or a run's `best.safetensors` whose weights are all loaded; null for none.
        package var initialWeights: String?
        /// Keeps the trunk's weights fixed and in inference mode; its features are computed once and pictures are not
        /// augmented.
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
        /// How written reports are tokenised.
        package var pipeline: TextPipeline
        /// Words of written reports that occur less often become `<unk>`.
        package var minimumOccurrences: Int
        /// Maximum tokens of a report, including begin and end; longer reports are cut.
        package var maximumLength: Int
    }

    package struct Optimization: Codable, Sendable, Equatable {
        package var epochs: Int
        /// Studies per batch.
        package var batchSize: Int
        /// Batches whose gradients are summed before a step.
        package var accumulationSteps: Int
        package var method: Adam.Method
        package var learningRate: Float
        package var trunkLearningRate: Float
        /// Biases and norms have no weight decay.
        package var weightDecay: Float
        package var schedule: Schedule
        package var clipping: GradientClipping
        /// Weight of the finding loss relative to the text loss.
        package var findingWeight: Float
        /// Upper limit of a positive's weight; a rare finding's positives otherwise weigh as much as its negatives.
        package var largestPositiveWeight: Float
        /// The first epoch, counted from 1, that uses the contrastive loss; before it only text and finding loss are
        /// used.
        package var contrastiveFromEpoch: Int
    }

    /// How the learning rate changes during training.
    package enum Schedule: Codable, Sendable, Equatable {
        /// Rises linearly from 0 during a share of the steps, then falls along a cosine.
        case warmUpCosine(warmUpShare: Float)
        /// Multiplied by `factor` after every `epochs` epochs.
        case step(epochs: Int, factor: Float)

        /// The learning rate factor for each step, counted from 0.
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
    }
}

extension TrainingConfiguration.Optimization {
    /// Number of studies per optimiser step.
    var studiesPerStep: Int { batchSize * accumulationSteps }
}
