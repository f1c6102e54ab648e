import FindingLabels
import NeuralNetwork
import Tensors
import Testing

@testable import ReportTraining

@Suite struct ContrastiveQueueTests {
    private func study(_ statuses: [FindingStatus], _ code: UInt64 = 0) -> ContrastiveObjective.Study {
        .init(statuses: statuses, content: ReportContent(code: code))
    }

    @Test func `the oldest batch is dropped first`() throws {
        var queue = ContrastiveQueue(batches: 2, size: 1)
        for value in 1...3 {
            let batch = Tensor([Float(value)], shape: [1, 1])
            queue.push(images: batch, texts: batch * -1, studies: [study([.positive])])
        }
        #expect(queue.count == 2)
        #expect(queue.images.array() == [2, 3] && queue.texts.array() == [-2, -3])
    }

    @Test func `a queue of zero batches keeps nothing`() {
        var queue = ContrastiveQueue(batches: 0, size: 1)
        queue.push(
            images: Tensor([1], shape: [1, 1]), texts: Tensor([1], shape: [1, 1]), studies: [study([.positive])])
        #expect(queue.count == 0 && queue.checkpoint().tensors.isEmpty)
    }

    @Test func `batches of different sizes are restored unchanged`() throws {
        var queue = ContrastiveQueue(batches: 3, size: 2)
        queue.push(
            images: Tensor([1, 2], shape: [1, 2]), texts: Tensor([3, 4], shape: [1, 2]),
            studies: [study([.uncertain, .unmentioned], 0xFFFF_0001_FFFE)])
        queue.push(
            images: Tensor([5, 6, 7, 8], shape: [2, 2]), texts: Tensor([9, 10, 11, 12], shape: [2, 2]),
            studies: [study([.positive, .negative], 7), study([.negative, .negative], 1 << 32)])
        var other = ContrastiveQueue(batches: 3, size: 2)
        try other.load(queue.checkpoint())
        #expect(other.images.array() == [1, 2, 5, 6, 7, 8] && other.texts.array() == [3, 4, 9, 10, 11, 12])
        #expect(other.studies == queue.studies && other.studies.count == 3)
    }
}
