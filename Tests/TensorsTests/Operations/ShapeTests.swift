import Testing

@testable import Tensors

@Suite struct ShapeTests {
    @Test func `gradients of views, transposition and concatenation match finite differences`() throws {
        try checkGradients([numbers([2, 3, 4]), numbers([1, 4, 3], from: 1)]) { x in
            let turned = x[0].transposed()
            let all = concatenated([turned, x[1], turned])
            return all.reshaped([20, 3]).rows(2..<17) * all.reshaped([20, 3]).rows(0..<15)
        }
    }

    @Test func `transposition swaps the last two axes`() {
        let x = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
        #expect(x.transposed().array() == [1, 4, 2, 5, 3, 6])
        #expect(x.transposed().shape == [3, 2])
    }
}
