import FindingLabels
package import NeuralNetwork
package import Tensors

/// Projections and studies of the last batches, used as additional negatives without gradient when batches are small (He
/// et al. 2020, but without the momentum encoder, so entries can be as stale as the queue is long).
package struct ContrastiveQueue {
    private struct Batch {
        let images: [Float]  // (n, D)
        let texts: [Float]  // (n, D)
        let studies: [ContrastiveObjective.Study]
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
    package var count: Int { entries.reduce(0) { $0 + $1.studies.count } }
    /// Studies of all entries, oldest first.
    package var studies: [ContrastiveObjective.Study] { entries.flatMap(\.studies) }
    /// Image projections z of all entries (count, D).
    package var images: Tensor { Tensor(entries.flatMap(\.images), shape: [count, size]) }
    /// Text projections t of all entries (count, D).
    package var texts: Tensor { Tensor(entries.flatMap(\.texts), shape: [count, size]) }

    /// Adds a batch z, t (n, D) and drops the oldest one if the queue is full.
    package mutating func push(images: Tensor, texts: Tensor, studies: [ContrastiveObjective.Study]) {
        guard batches > 0 else { return }
        entries.append(Batch(images: images.array(), texts: texts.array(), studies: studies))
        if entries.count > batches { entries.removeFirst(entries.count - batches) }
    }

    /// All entries as named arrays for the training state: `queue.I.images`, `queue.I.texts` and `queue.I.studies`. Each row
    /// of `studies` has the study's content as three numbers of 16 bits, then a number per label: 0 positive, 1 negative,
    /// 2 uncertain, 3 unmentioned.
    package func checkpoint() -> Checkpoint {
        var tensors: [String: CheckpointTensor] = [:]
        for (index, batch) in entries.enumerated() {
            let rows = batch.studies.count
            let codes = batch.studies.flatMap(Self.encoded)
            tensors["queue.\(index).images"] = CheckpointTensor(shape: [rows, size], values: batch.images)
            tensors["queue.\(index).texts"] = CheckpointTensor(shape: [rows, size], values: batch.texts)
            tensors["queue.\(index).studies"] = CheckpointTensor(shape: [rows, codes.count / rows], values: codes)
        }
        return Checkpoint(tensors: tensors)
    }

    /// Restores the state saved by `checkpoint`. On an error nothing is changed.
    package mutating func load(_ checkpoint: Checkpoint) throws(CheckpointError) {
        var found: [Batch] = []
        for index in 0..<(checkpoint.tensors.count + 2) / 3 {
            let studies = try Self.tensor(checkpoint, "queue.\(index).studies", width: nil)
            let images = try Self.tensor(checkpoint, "queue.\(index).images", width: size)
            let texts = try Self.tensor(checkpoint, "queue.\(index).texts", width: size)
            let width = studies.shape[1]
            let rows = stride(from: 0, to: studies.values.count, by: width).compactMap {
                Self.decoded(studies.values[$0..<$0 + width])
            }
            guard images.shape == texts.shape, images.shape[0] == rows.count, rows.count == studies.shape[0] else {
                throw .malformed(reason: "the arrays of the queue's batch \(index) do not fit each other")
            }
            found.append(Batch(images: images.values, texts: texts.values, studies: rows))
        }
        entries = found.suffix(batches)
    }

    private static let order: [FindingStatus] = [.positive, .negative, .uncertain, .unmentioned]

    private static func encoded(_ study: ContrastiveObjective.Study) -> [Float] {
        [32, 16, 0].map { Float(study.content.code >> $0 & 0xFFFF) }
            + study.statuses.map { Float(order.firstIndex(of: $0) ?? 0) }
    }

    /// Returns nil for numbers that `encoded` does not produce.
    private static func decoded(_ row: ArraySlice<Float>) -> ContrastiveObjective.Study? {
        let (content, statuses) = (row.prefix(3), row.dropFirst(3))
        guard content.allSatisfy({ (0..<65_536).contains($0) }), content.count == 3,
            statuses.allSatisfy({ $0 >= 0 && $0 < Float(order.count) })
        else { return nil }
        return .init(
            statuses: statuses.map { order[Int($0)] },
            content: ReportContent(code: content.reduce(0) { $0 << 16 | UInt64($1) }))
    }

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
