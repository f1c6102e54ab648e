import NeuralNetwork
import Tensors
import Testing

@testable import ReportTraining

@Suite struct ProjectionHeadsTests {
    @Test func `gradients of heads, pooling and loss match PyTorch`() throws {
        let reference = try ContrastiveReference.read()
        let heads = ProjectionHeads(hiddenSize: 6, projectionSize: 5, pooling: .masked, seed: nil)
        try heads.load(
            Checkpoint(
                tensors: reference.heads.weights.mapValues { CheckpointTensor(shape: $0.shape, values: $0.values) }))
        let pass = ForwardPass.training(seed: 1)
        let images = heads.images(Tensor(reference.heads.memory, shape: [3, 4, 6]), pass)
        let texts = heads.texts(
            Tensor(reference.heads.states, shape: [3, 5, 6]), mask: reference.heads.mask, pass)
        let loss = ContrastiveLoss(ContrastiveSettings(temperature: 0.5, falseNegatives: .keep))(
            images: images, texts: texts, studies: Array(reference.studies(uncertain: 1)[..<3]))
        #expect(abs(loss.scalar - reference.heads.loss) < 2e-6)
        pass.backward(loss)
        #expect(heads.parameters.count == reference.heads.weights.count)
        for parameter in heads.parameters {
            let expected = try #require(reference.heads.weights[parameter.name])
            #expect(largestDifference(parameter.gradient.array(), expected.gradient) < 3e-5, "\(parameter.name)")
        }
    }

    @Test func `gradients of the tokens match PyTorch`() throws {
        let reference = try ContrastiveReference.read()
        let tape = Tape()
        let states = tape.leaf(Tensor(reference.heads.states, shape: [3, 5, 6]))
        let mean = ProjectionHeads.mean(states, mask: reference.heads.mask)
        tape.backward(from: sum(mean))
        let gradient = try #require(states.gradient?.value).array()
        // 1 / 5, 1 / 3 and 1 / 2 for a report's own tokens, 0 for padding.
        let expected = [5, 3, 2].flatMap { length in
            (0..<5).flatMap { [Float](repeating: $0 < length ? 1 / Float(length) : 0, count: 6) }
        }
        #expect(largestDifference(gradient, expected) < 1e-6)
    }

    @Test func `padding counts only if all positions are pooled`() throws {
        try Compute.prepare(threads: 2)
        let states = Tensor([1, 3, 100, 100], shape: [1, 4, 1])
        #expect(ProjectionHeads.mean(states, mask: [1, 1, 0, 0]).array() == [2])
        #expect(ProjectionHeads.mean(states, mask: nil).array() == [51])
        #expect(ProjectionHeads.mean(states, mask: [0, 0, 0, 0]).array() == [0])
    }
}
