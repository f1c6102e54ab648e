import Foundation
import Testing

@testable import Tensors

@Suite struct LossesTests {
    @Test func `cross-entropy gradients match finite differences and skip ignored targets`() throws {
        try checkGradients([numbers([2, 3, 5])]) { crossEntropy($0[0], targets: [4, 0, 1, 2, 0, 3], ignoring: 0) }
        let certain = Tensor([0, 50, 0, 0, 0, 0], shape: [2, 3])
        #expect(abs(crossEntropy(certain, targets: [1, 0], ignoring: 0).scalar) < 1e-6)
        #expect(crossEntropy(certain, targets: [0, 0], ignoring: 0).scalar == 0)
    }

    @Test func `gradients of binary cross entropy match finite differences`() throws {
        try checkGradients([numbers([2, 3])]) {
            binaryCrossEntropy(
                $0[0] * 4, targets: [1, 0, 0.5, 0, 1, 1], positiveWeights: [2, 1, 3], mask: [1, 1, 0, 0, 1, 1])
        }
    }

    @Test func `binary cross entropy of large logits is finite`() {
        let logits = Tensor([200, -200], shape: [1, 2])
        #expect(binaryCrossEntropy(logits, targets: [0, 1]).scalar == 200)
        #expect(binaryCrossEntropy(logits, targets: [1, 0]).scalar == 0)
    }
}
