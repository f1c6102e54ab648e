import FindingLabels
import NeuralNetwork
import Tensors
import Testing

@testable import ReportTraining

@Suite struct ContrastiveObjectiveTests {
    private func objective(_ settings: ContrastiveSettings, seed: UInt64 = 4) throws -> ContrastiveObjective {
        try Compute.prepare(threads: 2)
        return ContrastiveObjective(settings: settings, hiddenSize: 6, labels: ["A", "B"], seed: seed)
    }

    private static let statuses: [[FindingStatus]] = [
        [.positive, .negative], [.positive, .positive], [.negative, .unmentioned],
    ]
    private static let studies = statuses.enumerated().map { index, statuses in
        ContrastiveObjective.Study(
            statuses: statuses, content: ReportContent(statements: ["report \(index)"]))
    }

    private func term(_ objective: ContrastiveObjective, step: Int, _ pass: ForwardPass = .inference())
        -> ContrastiveObjective.Term
    {
        var generator = RandomGenerator(seed: 9, name: "\(step)")
        return objective.term(
            memory: Tensor(generator.normals(3 * 4 * 6, deviation: 1), shape: [3, 4, 6]),
            text: TextSide(
                states: Tensor(generator.normals(3 * 2 * 6, deviation: 1), shape: [3, 2, 6]), mask: [1, 1, 1, 0, 1, 1]),
            studies: Self.studies, step: step, pass)
    }

    @Test func `a resumed run continues with the same heads and queue`() throws {
        let settings = ContrastiveSettings(projectionSize: 8, queueBatches: 2)
        let first = try objective(settings)
        for step in 0..<3 { _ = term(first, step: step) }
        let second = try objective(settings, seed: 4)
        try second.load(first.checkpoint())
        #expect(term(first, step: 3).loss.scalar == term(second, step: 3).loss.scalar)
        #expect(first.checkpoint() == second.checkpoint())
    }

    @Test func `the queue adds negatives from past batches without a gradient`() throws {
        // The queue has the same reports as the batch, so they must be kept.
        let with = try objective(ContrastiveSettings(falseNegatives: .keep, projectionSize: 8, queueBatches: 1))
        let without = try objective(ContrastiveSettings(falseNegatives: .keep, projectionSize: 8))
        #expect(term(with, step: 0).loss.scalar == term(without, step: 0).loss.scalar)
        #expect(term(with, step: 1).loss.scalar > term(without, step: 1).loss.scalar)
        let pass = ForwardPass.training(seed: 0)
        pass.backward(term(with, step: 2, pass).loss)
        #expect(with.parameters.allSatisfy { $0.gradient.squaredNorm.isFinite })
        #expect(with.parameters.contains { $0.gradient.squaredNorm > 0 })
    }

    @Test func `an invalid queue is refused and the old one kept`() throws {
        let first = try objective(ContrastiveSettings(projectionSize: 8, queueBatches: 2))
        _ = term(first, step: 0)
        let good = first.checkpoint()
        var bad = good
        bad.tensors["queue.0.texts"] = nil
        #expect(throws: CheckpointError.missing(["queue.0.texts"])) { try first.load(bad) }
        bad = good
        bad.tensors["queue.0.studies"]?.values[3] = 7
        #expect(throws: CheckpointError.self) { try first.load(bad) }
        #expect(first.checkpoint() == good)
    }

    @Test func `shuffled labels differ from step to step but not from run to run`() throws {
        let settings = ContrastiveSettings(similarity: .binary, control: .shuffledLabels, projectionSize: 8)
        #expect(try term(objective(settings), step: 5).loss.scalar == term(objective(settings), step: 5).loss.scalar)
        let vectors = Self.statuses.map { LabelVector($0, labels: ["A", "B"], uncertain: 1) }
        let orders = (0..<40).map { ContrastiveObjective.shuffled(vectors, seed: 4, stream: "batch", step: $0) }
        #expect(orders.contains { $0 != vectors })
        #expect(Set(orders.map { $0.map(\.positives) }).count > 3)
    }

    @Test func `lambda divides the weight between the losses`() throws {
        let objective = try objective(ContrastiveSettings(lambda: 0.25, projectionSize: 8))
        let total = objective.total(text: Tensor([4], shape: [1]), contrastive: Tensor([8], shape: [1]))
        #expect(total.scalar == 5)
    }

    @Test func `training only the heads aligns images with their texts`() throws {
        let objective = try objective(ContrastiveSettings(projectionSize: 8))
        let optimizer = Adam(groups: [
            Adam.Group(parameters: objective.parameters, learningRate: 0.01, weightDecay: 0)
        ])
        var last: ContrastiveObjective.Term?
        for _ in 0..<120 {
            let pass = ForwardPass.training(seed: 0)
            let term = term(objective, step: 0, pass)
            pass.backward(term.loss)
            optimizer.step()
            optimizer.zeroGradients()
            last = term
        }
        let term = try #require(last)
        let retrieval = ProjectionRetrieval(images: term.images, texts: term.texts)
        #expect(retrieval.recallAt1 == 1 && retrieval.alignment > retrieval.background + 0.5)
    }
}
