package import NeuralNetwork

/// Everything needed to rebuild a `ReportNetwork` before its weights are loaded; part of the bundle.
package struct ReportNetworkConfiguration: Codable, Sendable, Equatable {
    /// Height and width of the square input image.
    package var imageSize: Int
    /// 1 for greyscale pictures, 3 for trunks pretrained on colour.
    package var channels: Int
    /// Pictures of a study that the encoder reads together; the last one is repeated if there are too few.
    package var viewCount: Int
    package var trunkBlock: ResNetBlock
    package var trunkStem: ResNetStem
    package var trunkWidths: [Int]
    package var trunkBlocks: [Int]
    /// Embedding size of encoder and decoder, E.
    package var hiddenSize: Int
    package var headCount: Int
    package var feedForwardSize: Int
    package var encoderLayers: Int
    package var decoderLayers: Int
    /// Number of token ids: 0 pad, 1 begin, 2 end, 3 unknown, words from 4.
    package var vocabularySize: Int
    /// Maximum tokens of a report, including the end token.
    package var maxLength: Int
    package var dropout: Float
    /// Number of findings that the finding head predicts.
    package var labelCount: Int

    package init(
        imageSize: Int = 128, channels: Int = 1, viewCount: Int = 1, trunkBlock: ResNetBlock = .basic,
        trunkStem: ResNetStem = .small, trunkWidths: [Int] = [32, 64, 128, 256],
        trunkBlocks: [Int] = [2, 2, 2, 2], hiddenSize: Int = 128, headCount: Int = 4, feedForwardSize: Int = 512,
        encoderLayers: Int = 1, decoderLayers: Int = 2, vocabularySize: Int, maxLength: Int, dropout: Float = 0.1,
        labelCount: Int = 14
    ) {
        self.imageSize = imageSize
        self.channels = channels
        self.viewCount = viewCount
        self.trunkBlock = trunkBlock
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

    /// Height and width of the trunk's feature grid; each stride of two halves it, rounding up.
    package var gridSize: Int { (0..<halvings).reduce(imageSize) { size, _ in (size + 1) / 2 } }

    /// Input pixels between neighbours in the feature grid.
    var gridStride: Int { 1 << halvings }

    /// Convolutions and poolings of the trunk with a stride of two, one after the other.
    private var halvings: Int { (trunkStem == .imageNet ? 2 : 1) + trunkWidths.count - 1 }

    /// Positions in the feature grid of one picture, P.
    package var positionCount: Int { gridSize * gridSize }

    /// Channels of the trunk's features, C.
    package var featureSize: Int { (trunkWidths.last ?? 0) * trunkBlock.expansion }

    /// Why the configuration is unusable, or nil. Check it before building a network from a file's configuration.
    package var problem: String? {
        let sizes = [
            "imageSize": imageSize, "hiddenSize": hiddenSize, "headCount": headCount,
            "feedForwardSize": feedForwardSize,
            "encoderLayers": encoderLayers, "decoderLayers": decoderLayers, "vocabularySize": vocabularySize,
            "maxLength": maxLength, "labelCount": labelCount,
        ]
        for (name, size) in sizes.sorted(by: { $0.key < $1.key }) where !(1...65_536).contains(size) {
            return "\(name) is \(size), outside the allowed range"
        }
        if channels != 1 && channels != 3 { return "channels is \(channels), not 1 or 3" }
        if !(1...2).contains(viewCount) { return "viewCount is \(viewCount), not 1 or 2" }
        let stages = trunkWidths + trunkBlocks
        if trunkWidths.isEmpty || trunkWidths.count != trunkBlocks.count || !stages.allSatisfy((1...4096).contains) {
            return "trunkWidths \(trunkWidths) and trunkBlocks \(trunkBlocks) have different lengths or invalid values"
        }
        if hiddenSize % headCount != 0 { return "hiddenSize \(hiddenSize) is not a multiple of headCount \(headCount)" }
        if vocabularySize <= Token.firstWord { return "vocabularySize \(vocabularySize) leaves no words" }
        if !(0..<1).contains(dropout) { return "dropout is \(dropout), not within 0..<1" }
        return nil
    }
}

extension ReportNetworkConfiguration {
    /// Older bundles lack the keys for channels, views and blocks; they use one channel, one view and basic blocks.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys) throws -> Value { try values.decode(Value.self, forKey: key) }
        self.init(
            imageSize: try value(.imageSize), channels: try values.decodeIfPresent(Int.self, forKey: .channels) ?? 1,
            viewCount: try values.decodeIfPresent(Int.self, forKey: .viewCount) ?? 1,
            trunkBlock: try values.decodeIfPresent(ResNetBlock.self, forKey: .trunkBlock) ?? .basic,
            trunkStem: try value(.trunkStem), trunkWidths: try value(.trunkWidths),
            trunkBlocks: try value(.trunkBlocks), hiddenSize: try value(.hiddenSize),
            headCount: try value(.headCount), feedForwardSize: try value(.feedForwardSize),
            encoderLayers: try value(.encoderLayers), decoderLayers: try value(.decoderLayers),
            vocabularySize: try value(.vocabularySize), maxLength: try value(.maxLength),
            dropout: try value(.dropout), labelCount: try value(.labelCount))
    }
}
