package import Tensors

/// A Transformer decoder for beam search: decodes a few reports in parallel, one token at a time, with weights packed
/// for that.
///
/// Holds a copy of the weights at the time it is made, in half precision if they are exact in it.
package struct PackedDecoder {
    struct Layer {
        let queries, keyValues, selfOutput: PackedLinear
        let crossQueries, crossOutput: PackedLinear
        let inner, outer: PackedLinear
        let norms: [(scale: Tensor, bias: Tensor)]
        let heads: Int
    }

    let layers: [Layer]
    let norm: (scale: Tensor, bias: Tensor)
    let output: PackedLinear

    package init(layers: [TransformerDecoderLayer], norm: LayerNorm, output: Linear) {
        self.layers = layers.map { layer in
            let (own, cross) = (layer.selfAttention, layer.crossAttention)
            return Layer(
                queries: own.packed(0..<own.size), keyValues: own.packed(own.size..<3 * own.size),
                selfOutput: own.output.packed, crossQueries: cross.packed(0..<cross.size),
                crossOutput: cross.output.packed, inner: layer.feedForward.linear1.packed,
                outer: layer.feedForward.linear2.packed, norms: [layer.norm1, layer.norm2, layer.norm3].map(\.copied),
                heads: own.heads)
        }
        self.norm = norm.copied
        self.output = output.packed
    }
}

/// The keys and values of one search: those of its reports so far, and those of the memory they attend to.
///
/// Keys and values stay where they were written. A report is the list of positions it has read, so reordering beams
/// copies nothing.
package final class PackedDecoderState {
    private let decoder: PackedDecoder
    private let memory: [Tensor]
    private let caches: [Tensor]
    private let beams: Int
    private let normed, queries, seen, inner: Tensor
    private var places: [[Int32]] = [[]]
    private var length = 0
    /// Cross-attention of the last step: for each report its weights over the memory (B, S), the mean over heads and
    /// layers, which sum to 1. Every layer counts, because each adds what it read to the same residual stream.
    package private(set) var memoryAttention = Tensor(shape: [0, 0])

    /// `memory` holds keys and values (1, S, 2E) for each layer's cross-attention; at most `beams` reports are decoded
    /// in parallel.
    package init(_ decoder: PackedDecoder, memory: [Tensor], beams: Int, maxLength: Int) {
        self.decoder = decoder
        self.memory = memory
        self.beams = beams
        let size = decoder.norm.scale.count
        caches = decoder.layers.map { _ in Tensor(uninitialized: [maxLength * beams, 2 * size]) }
        (normed, queries, seen) = (
            Tensor(uninitialized: [beams, size]), Tensor(uninitialized: [beams, size]),
            Tensor(uninitialized: [beams, size])
        )
        inner = Tensor(uninitialized: [beams, decoder.layers.map(\.inner.outputs).max() ?? 0])
    }

    /// Maps the embeddings (B, E) of the tokens added to logits (B, V); report i continues report parents[i] of the
    /// last step.
    package func step(_ x: Tensor, parents: [Int]) -> Tensor {
        let (rows, x) = (parents.count, x.copy())
        precondition(rows <= beams, "\(rows) reports in a search with \(beams) beams")
        let first = length * beams
        precondition(caches.allSatisfy { first + beams <= $0.shape[0] }, "the report is longer than maxLength")
        places = parents.enumerated().map { index, parent in places[parent] + [Int32(first + index)] }
        length += 1
        memoryAttention = Tensor(shape: [rows, memory.first?.shape[1] ?? 0])
        for (index, layer) in decoder.layers.enumerated() {
            let cache = caches[index]
            layerNorm(x, rows: rows, scale: layer.norms[0].scale, bias: layer.norms[0].bias, into: normed)
            layer.queries(normed, rows: rows, into: queries)
            layer.keyValues(normed, rows: rows, into: cache.rows(first..<first + beams))
            attendFew(queries, rows: rows, memory: cache, seen: places, count: length, heads: layer.heads, into: seen)
            layer.selfOutput(seen, rows: rows, into: x, residual: x)
            layerNorm(x, rows: rows, scale: layer.norms[1].scale, bias: layer.norms[1].bias, into: normed)
            layer.crossQueries(normed, rows: rows, into: queries)
            let weights = attendFew(
                queries, rows: rows, memory: memory[index], seen: nil, count: memory[index].shape[1],
                heads: layer.heads, into: seen)
            addMean(of: weights, heads: layer.heads)
            layer.crossOutput(seen, rows: rows, into: x, residual: x)
            layerNorm(x, rows: rows, scale: layer.norms[2].scale, bias: layer.norms[2].bias, into: normed)
            layer.inner(normed, rows: rows, into: inner, relu: true)
            layer.outer(inner, rows: rows, into: x, residual: x)
        }
        layerNorm(x, rows: rows, scale: decoder.norm.scale, bias: decoder.norm.bias, into: normed)
        let logits = Tensor(uninitialized: [rows, decoder.output.outputs])
        decoder.output(normed, rows: rows, into: logits)
        return logits
    }

    /// Adds one layer's share to `memoryAttention`: the mean over its heads, divided by the number of layers.
    private func addMean(of weights: Tensor, heads: Int) {
        let (places, share) = (memoryAttention.lastSize, 1 / Float(heads * decoder.layers.count))
        for row in 0..<memoryAttention.rowCount {
            let sum = memoryAttention.pointer + row * places
            for head in 0..<heads {
                let weight = weights.pointer + (row * heads + head) * places
                for place in 0..<places { sum[place] += share * weight[place] }
            }
        }
    }
}

extension Linear {
    var packed: PackedLinear { PackedLinear(weight: weight.value, bias: bias.value) }
}

extension LayerNorm {
    var copied: (scale: Tensor, bias: Tensor) { (weight.value.copy(), bias.value.copy()) }
}

extension MultiHeadAttention {
    /// The given rows of the query, key and value projection.
    func packed(_ rows: Range<Int>) -> PackedLinear {
        PackedLinear(weight: inputWeight.value.rows(rows), bias: inputBias.value.rows(rows))
    }
}
