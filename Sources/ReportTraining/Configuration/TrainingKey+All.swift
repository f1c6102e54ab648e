extension TrainingKey {
    /// Every key, in the order of the files in `etc`. Each is required.
    package static let all: [TrainingKey] = general + network + text + optimization + objective

    private static let general = [
        TrainingKey("name", .text, "Name of the bundle."),
        TrainingKey("version", .text, "Version of the bundle."),
        TrainingKey(
            "seed", .whole(0...Int.max), "Decides everything random in a run: the same seed, the same weights."),
        TrainingKey("split.seed", .whole(0...Int.max), "Decides which patients are held out (nih, dicom)."),
        TrainingKey("split.heldOutPatients", .list("whole numbers"), "Patients held out whatever the seed (nih)."),
        TrainingKey(
            "preprocessing.version", .choice(["1", "2"]),
            "1: radiograph, independent of the window; 2: ImageNet's input."),
        TrainingKey("preprocessing.size", .whole(16...1024), "Rows and columns of the network's input."),
        TrainingKey(
            "preprocessing.clippedShare", .number(from: 0, below: 0.5),
            "Version 1: share of pixels clipped at the dark and at the bright end."),
        TrainingKey(
            "preprocessing.channels", .choice(["1", "3"]), "Version 2: values of a pixel; 3 repeats the grey value."),
        TrainingKey("augmentation", .part, "Random changes of training pictures; null for none. Never mirrored."),
        TrainingKey("augmentation.shift", .number(), "Largest shift, as a share of the side."),
        TrainingKey("augmentation.scale", .number(), "Largest change of scale: 0.1 is 0.9 to 1.1."),
        TrainingKey("augmentation.rotation", .number(), "Largest rotation in degrees."),
        TrainingKey("augmentation.contrast", .number(), "Largest change of contrast, and of brightness in deviations."),
        TrainingKey("augmentation.gamma", .number(), "Largest natural logarithm of the tone curve's exponent."),
        TrainingKey("promptsFindings", .flag, "Begin the decoder's text with the findings."),
        TrainingKey("beamCount", .whole(1...16), "Beams of the search that the bundle uses for drafts."),
    ]

    private static let network = [
        TrainingKey("network.viewCount", .whole(1...2), "Pictures per study that the network reads."),
        TrainingKey(
            "network.trunkBlock", .choice(["basic", "bottleneck"]), "Blocks of ResNet-18 and -34, or -50 and deeper."),
        TrainingKey(
            "network.trunkStem", .choice(["small", "imageNet"]),
            "First layers: halve the picture, or reduce it to a quarter."),
        TrainingKey("network.trunkWidths", .list("whole numbers, 1 to 4096"), "Channels of each stage of the trunk."),
        TrainingKey("network.trunkBlocks", .list("whole numbers, 1 to 4096"), "Blocks of each stage."),
        TrainingKey("network.hiddenSize", .whole(1...65_536), "Width of encoder and decoder."),
        TrainingKey("network.headCount", .whole(1...65_536), "Attention heads; divides the width."),
        TrainingKey("network.feedForwardSize", .whole(1...65_536), "Width within the feed-forward layers."),
        TrainingKey("network.encoderLayers", .whole(1...65_536), "Layers of the encoder."),
        TrainingKey("network.decoderLayers", .whole(1...65_536), "Layers of the decoder."),
        TrainingKey("network.dropout", .number(from: 0, below: 1), "Share of activations dropped in training."),
        TrainingKey(
            "start.initialTrunk", .text, "Folder of thorax-model import, or a bundle; null starts the trunk at random."),
        TrainingKey(
            "start.initialWeights", .text, "Bundle or best.safetensors whose weights are all loaded; null for none."),
        TrainingKey("start.trunkFrozen", .flag, "Keep the trunk as it is; its features are computed once."),
    ]

    private static let text = [
        TrainingKey("text.pipeline", .choice(["clinical", "parity-iu", "parity-mimic"]), "How reports become words."),
        TrainingKey("text.minimumOccurrences", .whole(1...Int.max), "Rarer words become <unk>."),
        TrainingKey("text.maximumLength", .whole(2...1024), "Tokens of a report, with begin and end; the rest is cut."),
    ]

    private static let optimization = [
        TrainingKey("optimization.epochs", .whole(1...10_000), "Passes through the training fold."),
        TrainingKey("optimization.batchSize", .whole(2...1024), "Studies of a batch."),
        TrainingKey("optimization.accumulationSteps", .whole(1...1024), "Batches whose gradients make one step."),
        TrainingKey("optimization.method", .choice(["adam", "amsgrad", "adamW"]), "Optimizer."),
        TrainingKey("optimization.learningRate", .number(above: 0), "Learning rate of everything except the trunk."),
        TrainingKey("optimization.trunkLearningRate", .number(above: 0), "Learning rate of the trunk."),
        TrainingKey("optimization.weightDecay", .number(from: 0), "Decay of the weights; biases and norms have none."),
        TrainingKey(
            "optimization.schedule.warmUpCosine.warmUpShare", .number(from: 0, below: 1),
            "Rise during this share of the steps, then fall along a cosine. Either this or step."),
        TrainingKey(
            "optimization.schedule.step.epochs", .whole(1...Int.max),
            "Epochs after which the rate is multiplied by factor."),
        TrainingKey("optimization.schedule.step.factor", .number(above: 0, to: 1), "See schedule.step.epochs."),
        TrainingKey(
            "optimization.clipping.norm.limit", .number(above: 0), "Largest norm of the gradient. Either this or value."
        ),
        TrainingKey("optimization.clipping.value.limit", .number(above: 0), "Largest element of the gradient."),
        TrainingKey("optimization.findingWeight", .number(from: 0), "Weight of the finding loss beside the text loss."),
        TrainingKey("optimization.largestPositiveWeight", .number(), "Largest weight of a rare finding's positives."),
        TrainingKey("optimization.contrastiveFromEpoch", .whole(1...Int.max), "First epoch with the contrastive loss."),
    ]

    private static let objective = [
        TrainingKey("objective", .part, "The label correlated contrastive loss; null trains without it."),
        TrainingKey(
            "objective.similarity", .choice(SimilarityMeasure.allCases.map(\.rawValue)),
            "Similarity of two label sets; none gives InfoNCE."),
        TrainingKey(
            "objective.control", .choice(ContrastiveSettings.Control.allCases.map(\.rawValue)),
            "Control experiment: labels of other studies of the batch, or the mean weight for all negatives."),
        TrainingKey(
            "objective.weight", .choice(["linear", "exp", "hcl"]),
            "From similarity S to weight: 1 + beta S, exp(beta S), or Robinson's."),
        TrainingKey("objective.beta", .number(from: 0, to: 100), "Strength of the weighting."),
        TrainingKey("objective.hardness", .number(from: 0, to: 10), "Hardness of hcl; ignored otherwise."),
        TrainingKey("objective.temperature", .number(from: 0.01, to: 10), "Divides the cosines."),
        TrainingKey(
            "objective.lambda", .number(from: 0, to: 1),
            "Weight of the contrastive loss: (1 - lambda) text + lambda contrastive."),
        TrainingKey(
            "objective.direction", .choice(["imageToText", "symmetric"]), "Anchors: images, or images and texts."),
        TrainingKey("objective.massNormalised", .flag, "Rescale an anchor's weights to mean 1."),
        TrainingKey(
            "objective.falseNegatives", .choice(ContrastiveSettings.FalseNegatives.allCases.map(\.rawValue)),
            "Whether studies whose reports state the same as the anchor's count as negatives."),
        TrainingKey(
            "objective.textStates", .choice(ContrastiveSettings.TextStates.allCases.map(\.rawValue)),
            "States that represent a report: of a pass over only its words, or of the pass that reads the image."),
        TrainingKey("objective.uncertain", .number(from: 0, to: 1), "Value of an uncertain finding; a positive has 1."),
        TrainingKey("objective.softPositives", .flag, "Opposite hypothesis: similar reports are positives (MedCLIP)."),
        TrainingKey(
            "objective.pooling", .choice(["masked", "all"]), "Mean over a report's tokens, or over padding too."),
        TrainingKey("objective.projectionSize", .whole(1...65_536), "Width of the shared space."),
        TrainingKey("objective.queueBatches", .whole(0...1024), "Past batches kept as negatives."),
    ]
}
