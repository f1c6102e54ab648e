package import NeuralNetwork
package import Tensors

/// Maps images to report tokens and findings. A ResNet trunk turns images into a grid of features; a Transformer
/// encoder reads the grid as tokens, a Transformer decoder writes the report, and a finding head classifies the mean of
/// the trunk's features.
///
/// Weights take 4 bytes per parameter. A forward pass for one image needs a few of the trunk's largest activations
/// (imageSize^2 / 4 * first width floats each for the small stem) and 2 * hiddenSize * maxLength floats per decoder
/// layer and beam. Use from one thread at a time.
package final class ReportNetwork {
    package let configuration: ReportNetworkConfiguration
    private let store: ParameterStore
    private let trunk: ResNet
    /// Copies of the current trunk and decoder weights, packed for inference.
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

    /// The configuration must have no `problem`. With a seed the weights are initialised from it; without one they must
    /// be loaded.
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
    /// Parameters of the trunk, which often has a lower learning rate.
    package var trunkParameters: [Parameter] { parameters.filter { $0.name.hasPrefix("trunk.") } }
    /// All parameters except the trunk's.
    package var headParameters: [Parameter] { parameters.filter { !$0.name.hasPrefix("trunk.") } }

    /// A copy of all weights and running statistics.
    package func checkpoint(metadata: [String: String] = [:]) -> Checkpoint { store.checkpoint(metadata: metadata) }

    /// Sets all weights and running statistics.
    package func load(_ checkpoint: Checkpoint) throws(CheckpointError) {
        prepared = nil
        try store.load(checkpoint)
    }

    /// Packs the weights of trunk and decoder for inference until the next load or training step. Passes that do not
    /// record then run on the copies: several times faster, with the same result up to rounding.
    ///
    /// With `releasing`, frees the trunk's own weights; the network can then no longer be trained, loaded or saved.
    package func prepareForInference(releasing: Bool = false) {
        guard prepared == nil else { return }
        prepared = (
            FoldedResNet(trunk, releasing: releasing),
            PackedDecoder(layers: decoder, norm: decoderNorm, output: output)
        )
    }

    /// State for a search of at most `beams` reports with the prepared decoder; nil if the network is not prepared.
    func preparedState(_ study: EncodedStudy, beams: Int) -> PackedDecoderState? {
        prepared.map {
            PackedDecoderState(
                $0.decoder, memory: study.keyValues, beams: beams, maxLength: configuration.maxLength)
        }
    }

    /// Embeddings (B, 1, E) of one token for each of B reports, at one position.
    func embedded(_ tokens: [Int32], at position: Int, _ pass: ForwardPass) -> Tensor {
        precondition(position < configuration.maxLength, "the report is longer than \(configuration.maxLength) tokens")
        return addRow(
            tokenEmbedding(tokens, shape: [tokens.count, 1], pass), pass(tokenPosition).rows(position..<position + 1))
    }

    /// Runs the trunk: images (B * V, S, S, channels), with the V = `viewCount` views of a study in sequence, to
    /// features (B, V * P, C) at P positions per view.
    package func features(of images: Tensor, _ pass: ForwardPass) -> Tensor {
        let views = configuration.viewCount
        precondition(
            images.shape[0] % views == 0, "\(images.shape[0]) images cannot be grouped into studies of \(views) views")
        let grid = trunkGrid(of: images, pass)
        return grid.reshaped([images.shape[0] / views, views * configuration.positionCount, grid.lastSize])
    }

    /// Runs the trunk on any number of pictures (n, S, S, channels) for inference; returns features (n, P, C).
    package func grids(of images: Tensor) -> Tensor {
        let grid = trunkGrid(of: images, ForwardPass.inference())
        return grid.reshaped([images.shape[0], configuration.positionCount, grid.lastSize])
    }

    private func trunkGrid(of images: Tensor, _ pass: ForwardPass) -> Tensor {
        if pass.isTraining { prepared = nil }
        return pass.isRecording ? trunk(images, pass) : prepared?.trunk(images) ?? trunk(images, pass)
    }

    /// Training pass over images (B * V, S, S, channels) and the reports of their B studies.
    package func forward(images: Tensor, tokens: TokenBatch, _ pass: ForwardPass) -> ReportNetworkOutput {
        forward(features: features(of: images, pass), tokens: tokens, pass)
    }

    /// Training pass over features (B, V * P, C) computed earlier by the trunk; the trunk gets no gradient.
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

    /// The decoder's states (B, T, E) of reports that it reads without the images: cross-attention is left out.
    package func statesWithoutImages(of tokens: TokenBatch, _ pass: ForwardPass) -> Tensor {
        decoderStates(
            tokens.inputs, shape: [tokens.count, tokens.length], keyValues: nil, caches: nil, from: 0, pass)
    }

    /// Gives the image position embedding the standard deviation of the projected grid of some features (B, V * P, C).
    /// It is initialised much smaller, and a decoder trained from such values overfits before it learns positions.
    package func scaleImagePosition(to features: Tensor) {
        let grid = projection(features, ForwardPass.inference())
        imagePosition.scale(by: Self.deviation(grid) / Self.deviation(imagePosition.value))
    }

    private static func deviation(_ x: Tensor) -> Float {
        let values = x.array().map(Double.init)
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return Float((squares / Double(values.count)).squareRoot())
    }

    /// Runs only trunk and finding head: images (B * V, S, S, channels) to logits (B, labels).
    package func findingLogits(images: Tensor, _ pass: ForwardPass) -> Tensor {
        findings(features(of: images, pass), pass)
    }

    /// Encodes the images (n, S, S, channels) of one study for inference.
    ///
    /// A network with one view encodes each image separately; the decoder reads all their tokens and the finding logits
    /// are averaged. A network with more views encodes the first `viewCount` images together, repeating the last one if
    /// there are too few.
    package func encode(images: Tensor) -> EncodedStudy {
        let views = configuration.viewCount
        return encode(grids: grids(of: views > 1 ? images.rows(0..<min(views, images.shape[0])) : images))
    }

    /// Encodes a study from the features (n, P, C) that `grids` returned.
    package func encode(grids: Tensor) -> EncodedStudy {
        let views = configuration.viewCount
        guard views > 1 else { return encode(features: grids) }
        let shown = (0..<views).map { min($0, grids.shape[0] - 1) }.map { grids.rows($0..<$0 + 1) }
        return encode(features: concatenated(shown).reshaped([1, views * configuration.positionCount, grids.lastSize]))
    }

    /// Encodes a study from its features (n, V * P, C) for inference.
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

    /// Features (B, S, C) to the memory (B, S, E). Every position of every view has its own position embedding, which
    /// also distinguishes the views.
    private func encoded(_ features: Tensor, _ pass: ForwardPass) -> Tensor {
        let grid = projection(features, pass)
        var x = pass.dropout(addRow(grid, pass(imagePosition)), probability: configuration.dropout)
        for layer in encoder { x = layer(x, pass) }
        return encoderNorm(x, pass)
    }

    /// Token ids (B, T), the first at the given position, to logits (B, T, V).
    func decoded(
        _ tokens: [Int32], shape: [Int], keyValues: [Tensor], caches: [KeyValueCache]?, from position: Int,
        _ pass: ForwardPass
    ) -> Tensor {
        logits(
            of: decoderStates(tokens, shape: shape, keyValues: keyValues, caches: caches, from: position, pass), pass)
    }

    private func logits(of states: Tensor, _ pass: ForwardPass) -> Tensor { output(decoderNorm(states, pass), pass) }

    /// Token ids to the last layer's states (B, T, E), before the final norm.
    private func decoderStates(
        _ tokens: [Int32], shape: [Int], keyValues: [Tensor]?, caches: [KeyValueCache]?, from position: Int,
        _ pass: ForwardPass
    ) -> Tensor {
        precondition(
            position + shape[1] <= configuration.maxLength,
            "the report is longer than \(configuration.maxLength) tokens")
        let positions = pass(tokenPosition).rows(position..<position + shape[1])
        var x = addRow(tokenEmbedding(tokens, shape: shape, pass), positions)
        x = pass.dropout(x, probability: configuration.dropout)
        for (index, layer) in decoder.enumerated() {
            x = layer(x, keyValues: keyValues?[index], cache: caches?[index], pass)
        }
        return x
    }
}

/// Output of one forward pass over B studies and their reports.
package struct ReportNetworkOutput {
    /// Next-token logits (B, T, V).
    package let logits: Tensor
    /// Finding logits (B, labels).
    package let findingLogits: Tensor
    /// Encoder output (B, S, E), after its norm.
    package let memory: Tensor
    /// Decoder states (B, T, E) under teacher forcing, before the final norm.
    package let decoderStates: Tensor
}

/// A study after encoding: finding logits, and for each decoder layer the keys and values (1, n * h * w, 2E).
package struct EncodedStudy {
    package let findingLogits: [Float]
    let keyValues: [Tensor]
}
