package import FindingLabels
package import NeuralNetwork
package import Tensors

/// Projections and labels of the last batches, used as additional negatives without gradient when batches are small (He
/// et al. 2020, but without the momentum encoder, so entries can be as stale as the queue is long).
package struct ContrastiveQueue {
    private struct Batch {
        let images: [Float]  // (n, D)
        let texts: [Float]  // (n, D)
        let statuses: [[FindingStatus]]
    }

    private let batches: Int
    private let size: Int
    private var entries: [Batch] = []

    /// Keeps up to `batches` batches of vectors of size D.
    package init(batches: Int, size: Int) {
        self.batches = batches
        self.size = size
    }

    /// Number of studies in the queue.
    package var count: Int { entries.reduce(0) { $0 + $1.statuses.count } }
    /// Labels of all entries, oldest first.
    package var statuses: [[FindingStatus]] { entries.flatMap(\.statuses) }
    /// Image projections z of all entries (count, D).
    package var images: Tensor { Tensor(entries.flatMap(\.images), shape: [count, size]) }
    /// Text projections t of all entries (count, D).
    package var texts: Tensor { Tensor(entries.flatMap(\.texts), shape: [count, size]) }

    /// Adds a batch z, t (n, D) and drops the oldest one if the queue is full.
    package mutating func push(images: Tensor, texts: Tensor, statuses: [[FindingStatus]]) {
        guard batches > 0 else { return }
        entries.append(Batch(images: images.array(), texts: texts.array(), statuses: statuses))
        if entries.count > batches { entries.removeFirst(entries.count - batches) }
    }

    /// All entries as named arrays for the training state: `queue.I.images`, `queue.I.texts` and `queue.I.statuses`;
    /// statuses are encoded by position in the order positive, negative, uncertain, unmentioned.
    package func checkpoint() -> Checkpoint {
        var tensors: [String: CheckpointTensor] = [:]
        for (index, batch) in entries.enumerated() {
            let rows = batch.statuses.count
            let codes = batch.statuses.flatMap { $0.map { Float(Self.order.firstIndex(of: $0) ?? 0) } }
            tensors["queue.\(index).images"] = CheckpointTensor(shape: [rows, size], values: batch.images)
            tensors["queue.\(index).texts"] = CheckpointTensor(shape: [rows, size], values: batch.texts)
            tensors["queue.\(index).statuses"] = CheckpointTensor(shape: [rows, codes.count / rows], values: codes)
        }
        return Checkpoint(tensors: tensors)
    }

    /// Restores the state saved by `checkpoint`. On an error nothing is changed.
    package mutating func load(_ checkpoint: Checkpoint) throws(CheckpointError) {
        var found: [Batch] = []
        for index in 0..<(checkpoint.tensors.count + 2) / 3 {
            let statuses = try Self.tensor(checkpoint, "queue.\(index).statuses", width: nil)
            let images = try Self.tensor(checkpoint, "queue.\(index).images", width: size)
            let texts = try Self.tensor(checkpoint, "queue.\(index).texts", width: size)
            let width = statuses.shape[1]
            guard images.shape == texts.shape, images.shape[0] == statuses.shape[0],
                statuses.values.allSatisfy({ $0 >= 0 && $0 < Float(Self.order.count) })
            else { throw .malformed(reason: "the arrays of the queue's batch \(index) have inconsistent sizes") }
            let codes = statuses.values.map { Self.order[Int($0)] }
            found.append(
                Batch(
                    images: images.values, texts: texts.values,
                    statuses: stride(from: 0, to: codes.count, by: width).map { Array(codes[$0..<$0 + width]) }))
        }
        entries = found.suffix(batches)
    }

    private static let order: [FindingStatus] = [.positive, .negative, .uncertain, .unmentioned]

    private static func tensor(
        _ checkpoint: Checkpoint, _ name: String, width: Int?
    ) throws(CheckpointError) -> CheckpointTensor {
        guard let tensor = checkpoint.tensors[name] else { throw .missing([name]) }
        guard tensor.shape.count == 2, tensor.shape[1] > 0, width == nil || tensor.shape[1] == width else {
            throw .wrongShape(tensor: name, expected: [0, width ?? 0], found: tensor.shape)
        }
        return tensor
    }
}
