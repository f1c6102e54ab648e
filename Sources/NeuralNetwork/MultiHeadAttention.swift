package import Tensors

/// Multi-head attention with PyTorch's parameters: `in_proj_weight` (3E, E) and `in_proj_bias` (3E) stack queries, keys
/// and values; `out_proj` is the output projection.
package struct MultiHeadAttention {
    let inputWeight: Parameter
    let inputBias: Parameter
    let output: Linear
    let size: Int
    let heads: Int
    private let dropout: Float

    package init(_ scope: ParameterScope, size: Int, heads: Int, dropout: Float) {
        precondition(size % heads == 0, "\(size) is not divisible by \(heads) heads")
        inputWeight = scope.parameter("in_proj_weight", [3 * size, size], .xavierUniform(fanIn: size, fanOut: size))
        inputBias = scope.parameter("in_proj_bias", [3 * size], .zeros)
        output = Linear(scope("out_proj"), inputs: size, outputs: size)
        self.size = size
        self.heads = heads
        self.dropout = dropout
    }

    /// Causal self-attention over x (B, T, E). With a cache, x continues the cached sequence and is appended to it.
    package func callAsFunction(
        _ x: Tensor, isCausal: Bool, cache: KeyValueCache? = nil, _ pass: ForwardPass
    ) -> Tensor {
        let projected = linear(x, weight: pass(inputWeight), bias: pass(inputBias))
        var (keys, values) = (AttentionOperand(projected, column: size), AttentionOperand(projected, column: 2 * size))
        if let cache {
            cache.append(projected, column: size)
            keys = AttentionOperand(cache.storage, rows: cache.length)
            values = AttentionOperand(cache.storage, column: size, rows: cache.length)
        }
        return attend(AttentionOperand(projected), keys, values, isCausal: isCausal, pass)
    }

    /// Keys and values (B, S, 2E) of a memory (B, S, E), reusable across calls of cross-attention.
    package func keyValues(of memory: Tensor, _ pass: ForwardPass) -> Tensor {
        let rows = size..<3 * size
        return linear(memory, weight: pass(inputWeight).rows(rows), bias: pass(inputBias).rows(rows))
    }

    /// Cross-attention of x (B, T, E) to a memory's keys and values (B or 1, S, 2E).
    package func callAsFunction(_ x: Tensor, keyValues: Tensor, _ pass: ForwardPass) -> Tensor {
        let rows = 0..<size
        let queries = linear(x, weight: pass(inputWeight).rows(rows), bias: pass(inputBias).rows(rows))
        return attend(
            AttentionOperand(queries), AttentionOperand(keyValues), AttentionOperand(keyValues, column: size),
            isCausal: false, pass)
    }

    private func attend(
        _ queries: AttentionOperand, _ keys: AttentionOperand, _ values: AttentionOperand, isCausal: Bool,
        _ pass: ForwardPass
    ) -> Tensor {
        let seen = attention(
            queries: queries, keys: keys, values: values, heads: heads, hiddenSize: size, isCausal: isCausal,
            dropout: pass.isTraining ? dropout : 0, seed: pass.isTraining ? pass.nextSeed() : 0,
            firstBatch: pass.group.rank * queries.batchSize)
        return output(seen, pass)
    }
}

/// Cached keys and values of one self-attention layer: (beams, maxLength, 2E), filled up to `length`.
package final class KeyValueCache {
    package private(set) var storage: Tensor
    package private(set) var length = 0
    private var spare: Tensor

    package init(beams: Int, maxLength: Int, size: Int) {
        storage = Tensor(shape: [beams, maxLength, 2 * size])
        spare = Tensor(shape: storage.shape)
    }

    /// Appends the keys and values found in `projected` (B, T, any width) from `column` on; B may be less than `beams`.
    func append(_ projected: Tensor, column: Int) {
        let (batch, tokens, wide) = (projected.shape[0], projected.shape[1], projected.lastSize)
        let (room, size) = (storage.shape[1], storage.lastSize)
        precondition(length + tokens <= room && batch <= storage.shape[0], "the cache of \(storage.shape) is full")
        for row in 0..<batch * tokens {
            let target = (row / tokens) * room + length + row % tokens
            (storage.pointer + target * size).update(from: projected.pointer + row * wide + column, count: size)
        }
        length += tokens
    }

    /// Reorders the beams: beam i continues what beam parents[i] held.
    package func reorder(_ parents: [Int]) {
        guard parents != Array(parents.indices) else { return }
        let beam = storage.shape[1] * storage.lastSize
        for (index, parent) in parents.enumerated() {
            (spare.pointer + index * beam).update(
                from: storage.pointer + parent * beam, count: length * storage.lastSize)
        }
        swap(&storage, &spare)
    }
}
