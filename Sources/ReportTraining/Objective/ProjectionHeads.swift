package import NeuralNetwork
package import Tensors

/// Two projection heads (Linear, ReLU, Linear), for images and for texts, into one space of unit vectors. Used only in
/// training: their parameters have their own store and are not part of a bundle.
package final class ProjectionHeads {
    private let store: ParameterStore
    private let image: Head
    private let text: Head
    private let pooling: ContrastiveSettings.Pooling

    private struct Head {
        let linear1: Linear
        let linear2: Linear

        init(_ scope: ParameterScope, inputs: Int, outputs: Int) {
            linear1 = Linear(scope("linear1"), inputs: inputs, outputs: outputs)
            linear2 = Linear(scope("linear2"), inputs: outputs, outputs: outputs)
        }

        func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
            unitLength(linear2(relu(linear1(x, pass)), pass))
        }
    }

    /// Projects from `hiddenSize` E of encoder and decoder to `projectionSize` D.
    package init(hiddenSize: Int, projectionSize: Int, pooling: ContrastiveSettings.Pooling, seed: UInt64?) {
        store = ParameterStore(seed: seed)
        image = Head(store.root("image_head"), inputs: hiddenSize, outputs: projectionSize)
        text = Head(store.root("text_head"), inputs: hiddenSize, outputs: projectionSize)
        self.pooling = pooling
    }

    /// All parameters.
    package var parameters: [Parameter] { store.parameters }

    /// A copy of all parameters.
    package func checkpoint() -> Checkpoint { store.checkpoint() }

    /// Sets all parameters.
    package func load(_ checkpoint: Checkpoint) throws(CheckpointError) { try store.load(checkpoint) }

    /// Projects the encoder's memory (B, S, E) to z (B, D).
    package func images(_ memory: Tensor, _ pass: ForwardPass) -> Tensor {
        image(Self.mean(memory, mask: nil), pass)
    }

    /// Projects the decoder's states (B, T, E) to t (B, D); `mask` (B, T) is 1 for a report's own tokens, 0 for
    /// padding.
    package func texts(_ states: Tensor, mask: [Float], _ pass: ForwardPass) -> Tensor {
        text(Self.mean(states, mask: pooling == .masked ? mask : nil), pass)
    }

    /// Mean over the middle axis weighted by the mask m, sum(m x) / sum(m): x (B, T, E) to (B, E). Without a mask every
    /// position counts.
    static func mean(_ x: Tensor, mask: [Float]?) -> Tensor {
        let (batch, tokens) = (x.shape[0], x.shape[1])
        var shares = mask ?? [Float](repeating: 1, count: batch * tokens)
        precondition(shares.count == batch * tokens, "a mask of \(shares.count) values for the shape \(x.shape)")
        for start in stride(from: 0, to: shares.count, by: tokens) {
            let sum = max(1, shares[start..<start + tokens].reduce(0, +))
            for index in start..<start + tokens { shares[index] /= sum }
        }
        return matmul(Tensor(shares, shape: [batch, 1, tokens]), x).reshaped([batch, x.lastSize])
    }
}
