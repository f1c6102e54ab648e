import Testing

@testable import Tensors

@Suite struct ContrastiveLossTests {
    private func weights(_ hardness: Float, _ isMassNormalised: Bool) -> ContrastWeights {
        ContrastWeights(
            logarithms: numbers([3, 5], from: 2).array().map { $0 < -0.8 ? -.infinity : $0 }, hardness: hardness,
            isMassNormalised: isMassNormalised)
    }

    @Test(arguments: [Float(0), 0.7], [true, false])
    func `gradients of the loss match finite differences`(hardness: Float, isMassNormalised: Bool) throws {
        let weights = weights(hardness, isMassNormalised)
        try checkGradients([numbers([3, 5])], tolerance: 1e-4) { contrastiveLoss($0[0] * 2, weights: weights) }
    }

    @Test func `gradients of soft targets match finite differences`() throws {
        let targets = softmax(numbers([3, 5], from: 9)).array()
        try checkGradients([numbers([3, 5])], tolerance: 1e-4) { softCrossEntropy($0[0] * 2, targets: targets) }
    }

    @Test func `without weights and with one-hot targets both losses equal cross-entropy`() {
        let logits = numbers([3, 5]) * 4
        let expected = crossEntropy(logits, targets: [0, 1, 2], ignoring: -1).scalar
        let zeros = ContrastWeights(logarithms: [Float](repeating: 0, count: 15))
        #expect(abs(contrastiveLoss(logits, weights: zeros).scalar - expected) < 1e-6)
        let own = (0..<15).map { $0 % 5 == $0 / 5 ? Float(1) : 0 }
        #expect(abs(softCrossEntropy(logits, targets: own).scalar - expected) < 1e-6)
    }

    @Test func `large logits do not overflow and a common shift changes nothing`() {
        let logits = numbers([3, 5])
        let near = contrastiveLoss(logits, weights: weights(0, false)).scalar
        let far = Tensor(logits.array().map { $0 + 1e4 }, shape: [3, 5])
        #expect(abs(contrastiveLoss(far, weights: weights(0, false)).scalar - near) < 2e-3)
        #expect(contrastiveLoss(logits * 1e4, weights: weights(0, true)).scalar.isFinite)
        #expect(contrastiveLoss(logits * -1e4, weights: weights(1, true)).scalar.isFinite)
    }

    @Test func `a row without negatives has zero loss`() throws {
        let tape = Tape()
        let x = tape.leaf(Tensor([0.5], shape: [1, 1]))
        let loss = contrastiveLoss(x, weights: ContrastWeights(logarithms: [0], isMassNormalised: true))
        #expect(loss.scalar == 0)
        tape.backward(from: loss)
        #expect(x.gradient?.value?.array() == [0])
    }
}
