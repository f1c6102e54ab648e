import Foundation
import Testing

@testable import Tensors

@Suite struct SoftmaxTests {
    @Test func `gradients of softmax match finite differences`() throws {
        try checkGradients([numbers([3, 9])]) { softmax($0[0] * 3) }
    }

    @Test func `softmax and log-softmax match the definition over the whole range of floats`() {
        let values: [Float] = [-200, -30, -1, 0, 0.5, 3, 60, 61]
        let x = Tensor(values, shape: [1, 8])
        let scale = values.reduce(0.0) { $0 + exp(Double($1) - 61) }
        for (index, value) in values.enumerated() {
            let expected = exp(Double(value) - 61) / scale
            #expect(abs(Double(softmax(x).array()[index]) - expected) < 1e-6 * expected + 1e-37)
            #expect(abs(Double(logSoftmax(x).array()[index]) - (Double(value) - 61 - log(scale))) < 1e-4)
        }
    }
}
