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

    @Test(arguments: [(3, 2, 1), (2, 2, 0)])
    func `max pooling gives the same with and without a gradient to keep places for`(
        kernel: Int, stride: Int, padding: Int
    ) {
        let x = numbers([2, 9, 8, 21])
        let plain = maxPool2D(x, kernel: kernel, stride: stride, padding: padding)
        let tape = Tape()
        let recorded = maxPool2D(tape.leaf(x), kernel: kernel, stride: stride, padding: padding)
        #expect(plain.array() == recorded.array())
        let (image, side) = (x.array(), plain.shape[1])
        // The middle of the second image, by the definition.
        let (row, column, channel) = (side / 2, 1, 20)
        let window = (0..<kernel).flatMap { a in
            (0..<kernel).map { b in
                image[((9 + row * stride + a - padding) * 8 + column * stride + b - padding) * 21 + channel]
            }
        }
        #expect(plain.array()[((side + row) * plain.shape[2] + column) * 21 + channel] == window.max())
    }

    @Test func `gradients of global average pooling match finite differences`() throws {
        try checkGradients([numbers([2, 3, 4, 5])]) { globalAveragePool($0[0]) }
    }
}
