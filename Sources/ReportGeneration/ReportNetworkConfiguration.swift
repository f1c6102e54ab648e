package import NeuralNetwork

/// Everything needed to rebuild a `ReportNetwork` before its weights are loaded; part of the bundle.
package struct ReportNetworkConfiguration: Codable, Sendable, Equatable {
    /// Rows and columns of the square input image.
    package var imageSize: Int
    /// 1 for grey pictures, 3 for trunks that were trained on colours.
    package var channels: Int
    /// Pictures of a study the encoder reads together; one that lacks pictures shows its last one again.
    package var viewCount: Int
    package var trunkBlock: ResNetBlock
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

    /// Rows and columns of the grid the trunk leaves: each stride of two halves, rounding up.
    package var gridSize: Int {
        let halvings = (trunkStem == .imageNet ? 2 : 1) + trunkWidths.count - 1
        return (0..<halvings).reduce(imageSize) { size, _ in (size + 1) / 2 }
    }

    /// Positions the trunk leaves of one picture, P.
    package var positionCount: Int { gridSize * gridSize }

    /// Channels of the trunk's features, C.
    package var featureSize: Int { (trunkWidths.last ?? 0) * trunkBlock.expansion }

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
        if channels != 1 && channels != 3 { return "channels is \(channels), neither 1 nor 3" }
        if !(1...2).contains(viewCount) { return "viewCount is \(viewCount), neither 1 nor 2" }
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

extension ReportNetworkConfiguration {
    /// Bundles made before channels, views and blocks could be chosen have none of the keys: grey, one view, basic blocks.
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
