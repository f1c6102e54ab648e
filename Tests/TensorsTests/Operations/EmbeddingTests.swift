import Testing

@testable import Tensors

@Suite struct EmbeddingTests {
    @Test func `a row used twice accumulates both gradients`() throws {
        try checkGradients([numbers([4, 3])]) { embedding([2, 0, 2, 3], shape: [2, 2], table: $0[0]) }
    }
}
