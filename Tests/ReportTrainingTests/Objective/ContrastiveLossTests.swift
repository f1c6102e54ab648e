import FindingLabels
import Foundation
import Tensors
import Testing

@testable import ReportTraining

@Suite struct ContrastiveLossTests {
    private static let labels = ["1", "2", "3"]

    /// Studies with these positive labels. Their reports state different things unless `contents` says otherwise.
    private func studies(
        _ sets: [Set<Int>] = [[1, 2], [2], [3]], contents: [UInt64]? = nil
    ) -> [ContrastiveLoss.Study] {
        sets.enumerated().map { index, set in
            ContrastiveLoss.Study(
                labels: LabelVector(
                    (1...3).map { set.contains($0) ? .positive : .negative }, labels: Self.labels, uncertain: 1),
                content: ReportContent(code: contents?[index] ?? UInt64(index)))
        }
    }

    private let images = Tensor([1, 0, 0.6, 0.8, 0, 1], shape: [3, 2])
    private let texts = Tensor([0.8, 0.6, 0.6, 0.8, -0.6, 0.8], shape: [3, 2])

    private func loss(_ change: (inout ContrastiveSettings) -> Void, images: Tensor? = nil, texts: Tensor? = nil)
        throws -> Float
    {
        try Compute.prepare(threads: 2)
        var settings = ContrastiveSettings(temperature: 0.5, direction: .imageToText)
        change(&settings)
        return ContrastiveLoss(settings)(
            images: images ?? self.images, texts: texts ?? self.texts, studies: studies()
        ).scalar
    }

    @Test(arguments: [
        (SimilarityMeasure.none, Float(0.767034), Float(0.737388)), (.cosine, 0.935718, 0.876372),
        (.jaccard, 0.890580, 0.838874),
    ])
    func `the loss of three studies matches the reference`(measure: SimilarityMeasure, image: Float, text: Float) throws
    {
        #expect(abs(try loss { $0.similarity = measure } - image) < 1e-6)
        #expect(abs(try loss({ $0.similarity = measure }, images: texts, texts: images) - text) < 1e-6)
        let both = try loss {
            $0.similarity = measure
            $0.direction = .symmetric
        }
        #expect(abs(both - (image + text) / 2) < 1e-6)
    }

    @Test func `every variant's loss and gradients match PyTorch`() throws {
        let reference = try ContrastiveReference.read()
        let shape = [reference.images.count / reference.size, reference.size]
        #expect(reference.cases.count == 22)
        for (number, variant) in reference.cases.enumerated() {
            let settings = variant.settings.settings
            #expect(settings.fault == nil)
            let studies = reference.studies(uncertain: settings.uncertain)
            let tape = Tape()
            let images = tape.leaf(Tensor(reference.images, shape: shape))
            let texts = tape.leaf(Tensor(reference.texts, shape: shape))
            let queued = [studies.count - shape[0], reference.size]
            let negatives = ContrastiveLoss.Negatives(
                images: Tensor(reference.queueImages, shape: queued),
                texts: Tensor(reference.queueTexts, shape: queued), studies: Array(studies[shape[0]...]))
            let loss = ContrastiveLoss(settings)(
                images: unitLength(images), texts: unitLength(texts), studies: Array(studies[..<shape[0]]),
                negatives: variant.settings.queue ? negatives : nil)
            #expect(abs(loss.scalar - variant.loss) < 2e-6 * max(1, variant.loss), "loss of case \(number)")
            tape.backward(from: loss)
            let gradients = (
                try #require(images.gradient?.value).array(), try #require(texts.gradient?.value).array()
            )
            #expect(largestDifference(gradients.0, variant.images) < 2e-5, "image gradient of case \(number)")
            #expect(largestDifference(gradients.1, variant.texts) < 2e-5, "text gradient of case \(number)")
        }
    }

    @Test func `gradients of the projections match finite differences`() throws {
        for weight in [ContrastiveSettings.Weight.linear, .exp, .hcl] {
            let settings = ContrastiveSettings(weight: weight, beta: 2, hardness: 0.5, temperature: 0.5)
            func value(_ images: Tensor) -> Tensor {
                ContrastiveLoss(settings)(images: images, texts: texts, studies: studies())
            }
            let tape = Tape()
            let leaf = tape.leaf(images)
            tape.backward(from: value(leaf))
            let gradient = try #require(leaf.gradient?.value).array()
            let differences = (0..<images.count).map { element -> Float in
                func moved(_ by: Float) -> Double {
                    var values = images.array()
                    values[element] += by
                    return Double(value(Tensor(values, shape: images.shape)).scalar)
                }
                // Fourth-order differences, with a step large enough for single precision.
                let step: Float = 0.0625
                let near = moved(step) - moved(-step)
                let far = moved(2 * step) - moved(-2 * step)
                return Float((8 * near - far) / Double(12 * step))
            }
            #expect(largestDifference(gradient, differences) < 1e-4, "\(weight)")
        }
    }

    @Test func `a single study has zero loss`() throws {
        try Compute.prepare(threads: 2)
        for soft in [true, false] {
            let settings = ContrastiveSettings(softPositives: soft)
            let loss = ContrastiveLoss(settings)(
                images: images.rows(0..<1), texts: texts.rows(0..<1), studies: Array(studies()[..<1]))
            #expect(loss.scalar == 0)
        }
    }

    @Test func `the order of the studies does not matter`() throws {
        let settings = ContrastiveSettings(similarity: .jaccard, temperature: 0.5)
        let turned = [[1, 2], [2], [3]].map { Set($0) }
        let other = ContrastiveLoss(settings)(
            images: Tensor([0, 1, 1, 0, 0.6, 0.8], shape: [3, 2]),
            texts: Tensor([-0.6, 0.8, 0.8, 0.6, 0.6, 0.8], shape: [3, 2]),
            studies: studies([turned[2], turned[0], turned[1]]))
        let direct = ContrastiveLoss(settings)(images: images, texts: texts, studies: studies())
        #expect(abs(other.scalar - direct.scalar) < 1e-6)
    }

    @Test func `a higher similarity increases loss and repulsion`() throws {
        func outcome(_ second: Set<Int>) throws -> (loss: Float, pull: Float) {
            let tape = Tape()
            let logits = tape.leaf(matmul(images, texts, transposeB: true))
            let compared = studies([[1, 2], second, []])
            let loss = contrastiveLoss(
                logits, weights: ContrastiveLoss(ContrastiveSettings(similarity: .jaccard)).weights(compared, compared))
            tape.backward(from: loss)
            return (loss.scalar, try #require(logits.gradient?.value).array()[1])
        }
        try Compute.prepare(threads: 2)
        let outcomes = try [[3], [2], [1, 2]].map { try outcome(Set($0)) }
        #expect(outcomes[0].loss < outcomes[1].loss && outcomes[1].loss < outcomes[2].loss)
        #expect(outcomes[0].pull < outcomes[1].pull && outcomes[1].pull < outcomes[2].pull)
    }

    @Test func `mass-normalised weights have mean 1`() {
        let settings = ContrastiveSettings(similarity: .binary, beta: 3, massNormalised: true)
        let same = studies([[1], [1], [1]])
        // With identical labels the weights have no effect.
        let weighted = ContrastiveLoss(settings)(images: images, texts: texts, studies: same).scalar
        let plain = ContrastiveLoss(ContrastiveSettings(similarity: .none))(
            images: images, texts: texts, studies: same
        ).scalar
        #expect(abs(weighted - plain) < 1e-6)
    }

    @Test func `studies whose reports state the same are not negatives of each other, whatever their labels`() {
        let compared = studies([[], [], [1], [1]], contents: [7, 7, 8, 9])
        func logarithms(_ falseNegatives: ContrastiveSettings.FalseNegatives) -> [Float] {
            ContrastiveLoss(ContrastiveSettings(falseNegatives: falseNegatives)).weights(compared, compared).logarithms
        }
        #expect(logarithms(.drop)[1] == -.infinity && logarithms(.drop)[4] == -.infinity)
        #expect(logarithms(.drop)[2] == 0 && abs(logarithms(.drop)[11] - 0.6931472) < 1e-6)
        #expect(abs(logarithms(.keep)[1] - 0.6931472) < 1e-6)
    }

    @Test func `the constant control gives every negative the weight of the mean similarity`() {
        let compared = studies([[], [], [1], [1]], contents: [7, 7, 8, 9])
        let settings = ContrastiveSettings(similarity: .binary, control: .constantWeight, beta: 3)
        let logarithms = ContrastiveLoss(settings).weights(compared, compared).logarithms
        // Two of the ten negatives have equal labels, so the mean similarity is 0.2 and the weight 1.6.
        #expect(logarithms.count { $0 == -.infinity } == 6)
        #expect(logarithms.allSatisfy { $0 == -.infinity || abs($0 - 0.4700036) < 1e-6 })
    }

    @Test func `at its optimum the loss subtracts the weight of equal labels`() throws {
        // Two studies with equal labels and w = 4. If each report is equally likely for each image, the optimum gives the
        // negative half of the softmax of s + ln w, which it has at s = -ln 4.
        let compared = studies([[1], [1]])
        let settings = ContrastiveSettings(similarity: .binary, beta: 3, direction: .imageToText)
        let weights = ContrastiveLoss(settings).weights(compared, compared)
        func slope(_ own: Float, _ other: Float) throws -> Float {
            let tape = Tape()
            let logits = tape.leaf(Tensor([own, other, other, own], shape: [2, 2]))
            tape.backward(from: contrastiveLoss(logits, weights: weights))
            return try #require(logits.gradient?.value).array()[1] * 2
        }
        try Compute.prepare(threads: 2)
        #expect(abs(try slope(0, -log(4)) - 0.5) < 1e-6)
        #expect(try slope(0, 0) > 0.5)
    }
}
