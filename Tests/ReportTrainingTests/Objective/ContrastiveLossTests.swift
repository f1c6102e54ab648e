import FindingLabels
import Tensors
import Testing

@testable import ReportTraining

@Suite struct ContrastiveLossTests {
    private static let labels = ["1", "2", "3"]

    /// Three studies with the positive labels {1, 2}, {2}, {3}.
    private func studies(_ sets: [Set<Int>] = [[1, 2], [2], [3]]) -> [LabelVector] {
        sets.map { set in
            LabelVector((1...3).map { set.contains($0) ? .positive : .negative }, labels: Self.labels, uncertain: 1)
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
            images: images ?? self.images, texts: texts ?? self.texts, labels: studies()
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
        #expect(reference.cases.count == 20)
        for (number, variant) in reference.cases.enumerated() {
            let settings = variant.settings.settings
            #expect(settings.fault == nil)
            let vectors = reference.statuses.map {
                LabelVector($0, labels: reference.labels, uncertain: settings.uncertain)
            }
            let tape = Tape()
            let images = tape.leaf(Tensor(reference.images, shape: shape))
            let texts = tape.leaf(Tensor(reference.texts, shape: shape))
            let queued = [vectors.count - shape[0], reference.size]
            let negatives = ContrastiveLoss.Negatives(
                images: Tensor(reference.queueImages, shape: queued),
                texts: Tensor(reference.queueTexts, shape: queued), labels: Array(vectors[shape[0]...]))
            let loss = ContrastiveLoss(settings)(
                images: unitLength(images), texts: unitLength(texts), labels: Array(vectors[..<shape[0]]),
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
                ContrastiveLoss(settings)(images: images, texts: texts, labels: studies())
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
                images: images.rows(0..<1), texts: texts.rows(0..<1), labels: Array(studies()[..<1]))
            #expect(loss.scalar == 0)
        }
    }

    @Test func `the order of the studies does not matter`() throws {
        let settings = ContrastiveSettings(similarity: .jaccard, temperature: 0.5)
        let turned = [[1, 2], [2], [3]].map { Set($0) }
        let other = ContrastiveLoss(settings)(
            images: Tensor([0, 1, 1, 0, 0.6, 0.8], shape: [3, 2]),
            texts: Tensor([-0.6, 0.8, 0.8, 0.6, 0.6, 0.8], shape: [3, 2]),
            labels: studies([turned[2], turned[0], turned[1]]))
        let direct = ContrastiveLoss(settings)(images: images, texts: texts, labels: studies())
        #expect(abs(other.scalar - direct.scalar) < 1e-6)
    }

    @Test func `higher similarity increases loss and repulsion`() throws {
        func outcome(_ second: Set<Int>) throws -> (loss: Float, pull: Float) {
            let tape = Tape()
            let logits = tape.leaf(matmul(images, texts, transposeB: true))
            let vectors = studies([[1, 2], second, []])
            let loss = contrastiveLoss(
                logits, weights: ContrastiveLoss(ContrastiveSettings(similarity: .jaccard)).weights(vectors, vectors))
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
        let weighted = ContrastiveLoss(settings)(images: images, texts: texts, labels: same).scalar
        let plain = ContrastiveLoss(ContrastiveSettings(similarity: .none))(
            images: images, texts: texts, labels: same
        ).scalar
        #expect(abs(weighted - plain) < 1e-6)
    }

    @Test func `dropped normals leave the sum, but other equal label sets stay`() {
        let loss = ContrastiveLoss(ContrastiveSettings(identicalNormals: .drop))
        let vectors = studies([[], [], [1], [1]])
        let logarithms = loss.weights(vectors, vectors).logarithms
        #expect(logarithms[1] == -.infinity && logarithms[4] == -.infinity)
        #expect(logarithms[2] == 0 && abs(logarithms[11] - 0.6931472) < 1e-6)
    }
}
