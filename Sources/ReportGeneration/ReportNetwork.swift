package import NeuralNetwork
package import Tensors

/// Images to report tokens and findings: a ResNet trunk, whose grid of features becomes the tokens a Transformer encoder reads;
/// a Transformer decoder that says the report; and a finding head on the trunk's mean.
///
/// Weights take 4 bytes per parameter; a forward pass for one image needs a few of the trunk's largest activations
/// (imageSize^2 / 4 * first width floats each for the small stem) and 2 * hiddenSize * maxLength floats per decoder layer and
/// beam. To be used from one thread at a time.
package final class ReportNetwork {
    package let configuration: ReportNetworkConfiguration
    private let store: ParameterStore
    private let trunk: ResNet
    /// The weights of trunk and decoder as they are now, laid out for inference.
    private var prepared: (trunk: FoldedResNet, decoder: PackedDecoder)?
    private let projection: Linear
    private let imagePosition: Parameter
    private let encoder: [TransformerEncoderLayer]
    private let encoderNorm: LayerNorm
    private let tokenEmbedding: Embedding
    private let tokenPosition: Parameter
    private let decoder: [TransformerDecoderLayer]
    private let decoderNorm: LayerNorm
    private let output: Linear
    private let findingHead: Linear

    /// The configuration has no `problem`. With a seed the weights are drawn from it; without, they wait for `load`.
    package init(_ configuration: ReportNetworkConfiguration, seed: UInt64?) {
        let c = configuration
        self.configuration = c
        store = ParameterStore(seed: seed)
        let root = store.root
        let features = c.featureSize
        trunk = ResNet(
            root("trunk"), channels: c.channels, stem: c.trunkStem, block: c.trunkBlock, widths: c.trunkWidths,
            blocks: c.trunkBlocks)
        projection = Linear(root("projection"), inputs: features, outputs: c.hiddenSize)
        imagePosition = root.parameter(
            "image_position", [c.viewCount * c.positionCount, c.hiddenSize], .normal(deviation: 0.02))
        encoder = (0..<c.encoderLayers).map { index in
            TransformerEncoderLayer(
                root("encoder")("layers")("\(index)"), size: c.hiddenSize, heads: c.headCount,
                innerSize: c.feedForwardSize,
                dropout: c.dropout)
        }
        encoderNorm = LayerNorm(root("encoder")("norm"), size: c.hiddenSize)
        tokenEmbedding = Embedding(root("token_embedding"), count: c.vocabularySize, size: c.hiddenSize)
        tokenPosition = root.parameter("token_position", [c.maxLength, c.hiddenSize], .normal(deviation: 0.02))
        decoder = (0..<c.decoderLayers).map { index in
            TransformerDecoderLayer(
                root("decoder")("layers")("\(index)"), size: c.hiddenSize, heads: c.headCount,
                innerSize: c.feedForwardSize,
                dropout: c.dropout)
        }
        decoderNorm = LayerNorm(root("decoder")("norm"), size: c.hiddenSize)
        output = Linear(root("output"), inputs: c.hiddenSize, outputs: c.vocabularySize)
        findingHead = Linear(root("finding_head"), inputs: features, outputs: c.labelCount)
    }

    /// All parameters.
    package var parameters: [Parameter] { store.parameters }
    /// The parameters of the trunk, which often learn more slowly.
    package var trunkParameters: [Parameter] { parameters.filter { $0.name.hasPrefix("trunk.") } }
    /// The parameters beside the trunk's.
    package var headParameters: [Parameter] { parameters.filter { !$0.name.hasPrefix("trunk.") } }

    /// A copy of all weights and statistics.
    package func checkpoint(metadata: [String: String] = [:]) -> Checkpoint { store.checkpoint(metadata: metadata) }

    /// Sets all weights and statistics.
    package func load(_ checkpoint: Checkpoint) throws(CheckpointError) {
        prepared = nil
        try store.load(checkpoint)
    }

    /// Lays the weights of trunk and decoder out for inference, until they are loaded or trained again: what records nothing
    /// runs from the copies, several times as fast and with the same result up to rounding.
    ///
    /// With `releasing` the trunk's own weights are given back; the network can then neither be trained, loaded nor saved.
    package func prepareForInference(releasing: Bool = false) {
        guard prepared == nil else { return }
        prepared = (
            FoldedResNet(trunk, releasing: releasing),
            PackedDecoder(layers: decoder, norm: decoderNorm, output: output)
        )
    }

    /// The state of a search of at most `beams` reports over the prepared decoder, where there is one.
    func preparedState(_ study: EncodedStudy, beams: Int) -> PackedDecoderState? {
        prepared.map {
            PackedDecoderState(
                $0.decoder, memory: study.keyValues, beams: beams, maxLength: configuration.maxLength)
        }
    }

    /// The vectors (B, 1, E) of one token for each of B reports, at one position.
    func embedded(_ tokens: [Int32], at position: Int, _ pass: ForwardPass) -> Tensor {
        precondition(position < configuration.maxLength, "a report longer than \(configuration.maxLength)")
        return addRow(
            tokenEmbedding(tokens, shape: [tokens.count, 1], pass), pass(tokenPosition).rows(position..<position + 1))
    }

    /// The trunk alone: images (B * V, S, S, channels), a study's V = `viewCount` views one after the other, to features
    /// (B, V * P, C) of its P positions.
    package func features(of images: Tensor, _ pass: ForwardPass) -> Tensor {
        let views = configuration.viewCount
        precondition(images.shape[0] % views == 0, "\(images.shape[0]) images are no studies of \(views) views")
        let grid = trunkGrid(of: images, pass)
        return grid.reshaped([images.shape[0] / views, views * configuration.positionCount, grid.lastSize])
    }

    /// The trunk alone on any number of pictures (n, S, S, channels), for inference: features (n, P, C).
    package func grids(of images: Tensor) -> Tensor {
        let grid = trunkGrid(of: images, ForwardPass.inference())
        return grid.reshaped([images.shape[0], configuration.positionCount, grid.lastSize])
    }

    private func trunkGrid(of images: Tensor, _ pass: ForwardPass) -> Tensor {
        if pass.isTraining { prepared = nil }
        return pass.isRecording ? trunk(images, pass) : prepared?.trunk(images) ?? trunk(images, pass)
    }

    /// Training: images (B * V, S, S, channels) and the reports of their B studies.
    package func forward(images: Tensor, tokens: TokenBatch, _ pass: ForwardPass) -> ReportNetworkOutput {
        forward(features: features(of: images, pass), tokens: tokens, pass)
    }

    /// The same from features (B, V * P, C) that the trunk gave earlier; no gradient reaches the trunk.
    package func forward(features: Tensor, tokens: TokenBatch, _ pass: ForwardPass) -> ReportNetworkOutput {
        precondition(features.shape[0] == tokens.count, "\(features.shape[0]) studies for \(tokens.count) reports")
        if pass.isTraining { prepared = nil }
        let memory = encoded(features, pass)
        let keyValues = decoder.map { $0.keyValues(of: memory, pass) }
        let states = decoderStates(
            tokens.inputs, shape: [tokens.count, tokens.length], keyValues: keyValues, caches: nil, from: 0, pass)
        return ReportNetworkOutput(
            logits: logits(of: states, pass), findingLogits: findings(features, pass), memory: memory,
            decoderStates: states)
    }

    /// Trunk and finding head alone: images (B * V, S, S, channels) to (B, labels).
    package func findingLogits(images: Tensor, _ pass: ForwardPass) -> Tensor {
        findings(features(of: images, pass), pass)
    }

    /// Inference: the images (n, S, S, channels) of one study.
    ///
    /// A network of one view reads each by itself: their tokens stand one after the other for the decoder to read, their
    /// finding logits are averaged. One of more views reads the first `viewCount`, the last one again where some are
    /// missing.
    package func encode(images: Tensor) -> EncodedStudy {
        let views = configuration.viewCount
        return encode(grids: grids(of: views > 1 ? images.rows(0..<min(views, images.shape[0])) : images))
    }

    /// The same from the features (n, P, C) that `grids` gave of each.
    package func encode(grids: Tensor) -> EncodedStudy {
        let views = configuration.viewCount
        guard views > 1 else { return encode(features: grids) }
        let shown = (0..<views).map { min($0, grids.shape[0] - 1) }.map { grids.rows($0..<$0 + 1) }
        return encode(features: concatenated(shown).reshaped([1, views * configuration.positionCount, grids.lastSize]))
    }

    /// Inference from the features (n, V * P, C) of one study.
    package func encode(features: Tensor) -> EncodedStudy {
        let pass = ForwardPass.inference()
        let memory = encoded(features, pass)
        let study = memory.reshaped([1, memory.shape[0] * memory.shape[1], memory.shape[2]])
        let logits = findings(features, pass).transposed()
        let count = Float(features.shape[0])
        let means = (0..<configuration.labelCount).map { logits.rows($0..<$0 + 1).array().reduce(0, +) / count }
        return EncodedStudy(findingLogits: means, keyValues: decoder.map { $0.keyValues(of: study, pass) })
    }

    private func findings(_ features: Tensor, _ pass: ForwardPass) -> Tensor {
        findingHead(globalAveragePool(features), pass)
    }

    /// Features (B, S, C) to the memory (B, S, E). Every position of every view has a vector of its own, which tells the
    /// views apart.
    private func encoded(_ features: Tensor, _ pass: ForwardPass) -> Tensor {
        let grid = projection(features, pass)
        var x = pass.dropout(addRow(grid, pass(imagePosition)), probability: configuration.dropout)
        for layer in encoder { x = layer(x, pass) }
        return encoderNorm(x, pass)
    }

    /// Token ids of the shape (B, T), the first at the given position, to logits (B, T, V).
    func decoded(
        _ tokens: [Int32], shape: [Int], keyValues: [Tensor], caches: [KeyValueCache]?, from position: Int,
        _ pass: ForwardPass
    ) -> Tensor {
        logits(
            of: decoderStates(tokens, shape: shape, keyValues: keyValues, caches: caches, from: position, pass), pass)
    }

    private func logits(of states: Tensor, _ pass: ForwardPass) -> Tensor { output(decoderNorm(states, pass), pass) }

    /// The same up to the last layer, before its norm: (B, T, E).
    private func decoderStates(
        _ tokens: [Int32], shape: [Int], keyValues: [Tensor], caches: [KeyValueCache]?, from position: Int,
        _ pass: ForwardPass
    ) -> Tensor {
        precondition(position + shape[1] <= configuration.maxLength, "a report longer than \(configuration.maxLength)")
        let positions = pass(tokenPosition).rows(position..<position + shape[1])
        var x = addRow(tokenEmbedding(tokens, shape: shape, pass), positions)
        x = pass.dropout(x, probability: configuration.dropout)
        for (index, layer) in decoder.enumerated() {
            x = layer(x, keyValues: keyValues[index], cache: caches?[index], pass)
        }
        return x
    }
}

/// What one forward pass over B studies and their reports gives.
package struct ReportNetworkOutput {
    /// Logits (B, T, V) of each next token.
    package let logits: Tensor
    /// Logits (B, labels) of the findings.
    package let findingLogits: Tensor
    /// What the encoder made of the pictures (B, S, E), after its norm.
    package let memory: Tensor
    /// The decoder's states (B, T, E) under teacher forcing, before its norm.
    package let decoderStates: Tensor
}

/// What a study's images say: logits of the findings, and for each decoder layer the keys and values (1, n * h * w, 2E).
package struct EncodedStudy {
    package let findingLogits: [Float]
    let keyValues: [Tensor]
}
