import Testing

@testable import Tensors

@Suite struct PoolingTests {
    @Test func `gradients of max pooling match finite differences`() throws {
        try checkGradients([numbers([2, 7, 6, 3])], step: 1e-4, tolerance: 1e-2) {
            maxPool2D($0[0], kernel: 3, stride: 2, padding: 1)
        }
    }

    @Test func `max pooling ignores the padding even where every value is negative`() {
        let x = Tensor([-4, -3, -2, -1], shape: [1, 2, 2, 1])
        #expect(maxPool2D(x, kernel: 3, stride: 2, padding: 1).array() == [-1])
    }

    @Test func `gradients of global average pooling match finite differences`() throws {
        try checkGradients([numbers([2, 3, 4, 5])]) { globalAveragePool($0[0]) }
    }
}
