import Imaging
package import NeuralNetwork
import ReportGeneration

/// Result of a run: the weights of the epoch selected on the validation fold.
package struct TrainingOutcome: Sendable {
    package var epoch: Int
    package var checkpoint: Checkpoint
    package var history: [EpochMetrics]
}

extension TrainingConfiguration {
    /// The network's shape, completed by what the data decides.
    func networkConfiguration(vocabularySize: Int, maxLength: Int, labelCount: Int) -> ReportNetworkConfiguration {
        ReportNetworkConfiguration(
            imageSize: preprocessing.size, channels: preprocessing.channels, viewCount: network.viewCount,
            trunkBlock: network.trunkBlock, trunkStem: network.trunkStem, trunkWidths: network.trunkWidths,
            trunkBlocks: network.trunkBlocks, hiddenSize: network.hiddenSize, headCount: network.headCount,
            feedForwardSize: network.feedForwardSize, encoderLayers: network.encoderLayers,
            decoderLayers: network.decoderLayers, vocabularySize: vocabularySize, maxLength: maxLength,
            dropout: network.dropout, labelCount: labelCount)
    }
}
