import Tensors
import Testing

@testable import NeuralNetwork

@Suite struct MultiHeadAttentionTests {
    @Test func `causal self-attention matches PyTorch`() throws {
        try checkLayer("attention_causal") {
            MultiHeadAttention($0, size: 8, heads: 2, dropout: 0)
        } run: {
            $0($1[0], isCausal: true, $2)
        }
    }

    @Test func `cross-attention matches PyTorch`() throws {
        try checkLayer("attention_cross") {
            MultiHeadAttention($0, size: 8, heads: 2, dropout: 0)
        } run: { layer, inputs, pass in
            layer(inputs[0], keyValues: layer.keyValues(of: inputs[1], pass), pass)
        }
    }

    @Test func `decoding with the cache equals the full pass, also after beams are reordered`() throws {
        try Compute.prepare(threads: 2)
        let layer = MultiHeadAttention(ParameterStore(seed: 4).root, size: 8, heads: 2, dropout: 0)
        var generator = RandomGenerator(seed: 6)
        let rows = (0..<2).map { _ in generator.normals(4 * 8, deviation: 1) }
        // After two tokens beam 0 continues beam 1, so its full sequence is beam 1's start and its own end.
        let whole = [Array(rows[1][..<16] + rows[0][16...]), rows[1]]
        let pass = ForwardPass.inference()
        let expected = layer(Tensor(whole.flatMap(\.self), shape: [2, 4, 8]), isCausal: true, pass).array()

        let cache = KeyValueCache(beams: 3, maxLength: 4, size: 8)
        var last: [Float] = []
        for token in 0..<4 {
            if token == 2 { cache.reorder([1, 1]) }
            let step = rows.flatMap { $0[token * 8..<token * 8 + 8] }
            last = layer(Tensor(step, shape: [2, 1, 8]), isCausal: true, cache: cache, pass).array()
        }
        #expect(zip(last, expected[24..<32] + expected[56..<64]).allSatisfy { abs($0 - $1) < 1e-5 })
    }
}
