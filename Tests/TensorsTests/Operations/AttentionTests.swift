import Testing

@testable import Tensors

@Suite struct AttentionTests {
    @Test(arguments: [false, true], [Float(0), 0.3])
    func `self-attention over one projection has correct gradients`(
        isCausal: Bool, probability: Float
    ) throws {
        try checkGradients([numbers([2, 4, 18])]) {
            attention(
                queries: AttentionOperand($0[0]), keys: AttentionOperand($0[0], column: 6),
                values: AttentionOperand($0[0], column: 12), heads: 2, hiddenSize: 6, isCausal: isCausal,
                dropout: probability, seed: 3)
        }
    }

    @Test func `gradients of cross-attention match finite differences`() throws {
        try checkGradients([numbers([2, 3, 6]), numbers([2, 5, 12], from: 1)]) {
            attention(
                queries: AttentionOperand($0[0]), keys: AttentionOperand($0[1]),
                values: AttentionOperand($0[1], column: 6), heads: 3, hiddenSize: 6, isCausal: false)
        }
    }

    @Test func `a causal query does not see later positions`() throws {
        try Compute.prepare(threads: 2)
        func output(_ last: Float) -> [Float] {
            var values = numbers([1, 4, 12]).array()
            values.replaceSubrange(36..., with: [Float](repeating: last, count: 12))
            let x = Tensor(values, shape: [1, 4, 12])
            return attention(
                queries: AttentionOperand(x), keys: AttentionOperand(x, column: 4),
                values: AttentionOperand(x, column: 8), heads: 2, hiddenSize: 4, isCausal: true
            ).array()
        }
        #expect(output(1).prefix(12) == output(-1).prefix(12))
        #expect(output(1).suffix(4) != output(-1).suffix(4))
    }
}
