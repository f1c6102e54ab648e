package import NeuralNetwork

/// Everything needed to rebuild a `ReportNetwork` before its weights are loaded; part of the bundle.
package struct ReportNetworkConfiguration: Codable, Sendable, Equatable {
    /// Rows and columns of the square input image.
    package var imageSize: Int
    package var trunkStem: ResNetStem
    package var trunkWidths: [Int]
    package var trunkBlocks: [Int]
    /// Size of a token's vector in encoder and decoder.
    package var hiddenSize: Int
    package var headCount: Int
    package var feedForwardSize: Int
    package var encoderLayers: Int
    package var decoderLayers: Int
    /// Number of token ids: 0 pad, 1 begin, 2 end, 3 unknown, words from 4.
    package var vocabularySize: Int
    /// Longest report in tokens, the end counted.
    package var maxLength: Int
    package var dropout: Float
    /// Findings the trunk's head gives a logit for.
    package var labelCount: Int

    package init(
        imageSize: Int = 128, trunkStem: ResNetStem = .small, trunkWidths: [Int] = [32, 64, 128, 256],
        trunkBlocks: [Int] = [2, 2, 2, 2], hiddenSize: Int = 128, headCount: Int = 4, feedForwardSize: Int = 512,
        encoderLayers: Int = 1, decoderLayers: Int = 2, vocabularySize: Int, maxLength: Int, dropout: Float = 0.1,
        labelCount: Int = 14
    ) {
        self.imageSize = imageSize
        self.trunkStem = trunkStem
        self.trunkWidths = trunkWidths
        self.trunkBlocks = trunkBlocks
        self.hiddenSize = hiddenSize
        self.headCount = headCount
        self.feedForwardSize = feedForwardSize
        self.encoderLayers = encoderLayers
        self.decoderLayers = decoderLayers
        self.vocabularySize = vocabularySize
        self.maxLength = maxLength
        self.dropout = dropout
        self.labelCount = labelCount
    }

    /// Rows and columns of the grid the trunk leaves: each stride of two halves, rounding up.
    package var gridSize: Int {
        let halvings = (trunkStem == .imageNet ? 2 : 1) + trunkWidths.count - 1
        return (0..<halvings).reduce(imageSize) { size, _ in (size + 1) / 2 }
    }

    /// What makes the configuration unusable, or nil. To be asked before a network is built from a file's configuration.
    package var problem: String? {
        let sizes = [
            "imageSize": imageSize, "hiddenSize": hiddenSize, "headCount": headCount,
            "feedForwardSize": feedForwardSize,
            "encoderLayers": encoderLayers, "decoderLayers": decoderLayers, "vocabularySize": vocabularySize,
            "maxLength": maxLength, "labelCount": labelCount,
        ]
        for (name, size) in sizes.sorted(by: { $0.key < $1.key }) where !(1...65_536).contains(size) {
            return "\(name) is \(size)"
        }
        let stages = trunkWidths + trunkBlocks
        if trunkWidths.isEmpty || trunkWidths.count != trunkBlocks.count || !stages.allSatisfy((1...4096).contains) {
            return "trunkWidths \(trunkWidths) and trunkBlocks \(trunkBlocks) do not belong together"
        }
        if hiddenSize % headCount != 0 { return "hiddenSize \(hiddenSize) is no multiple of headCount \(headCount)" }
        if vocabularySize <= Token.firstWord { return "vocabularySize \(vocabularySize) leaves no words" }
        if !(0..<1).contains(dropout) { return "dropout is \(dropout)" }
        return nil
    }
}
