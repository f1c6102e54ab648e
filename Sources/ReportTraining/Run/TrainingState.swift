import Foundation
import NeuralNetwork
import Tensors

/// Sums of the losses over several steps.
struct LossSums: Codable, Equatable, Sendable {
    private var textSum = 0.0
    private var findingSum = 0.0
    private var contrastiveSum = 0.0
    private(set) var steps = 0
    private var contrastiveSteps = 0

    /// Means over the steps; the contrastive loss is averaged over the steps that have it.
    var text: Double { textSum / Double(max(steps, 1)) }
    var finding: Double { findingSum / Double(max(steps, 1)) }
    var contrastive: Double? { contrastiveSteps > 0 ? contrastiveSum / Double(contrastiveSteps) : nil }

    mutating func add(_ losses: StepLosses) {
        textSum += losses.text
        findingSum += losses.finding
        steps += 1
        if let contrastive = losses.contrastive {
            contrastiveSum += contrastive
            contrastiveSteps += 1
        }
    }
}

/// The unweighted losses of one step.
struct StepLosses: Sendable {
    var text = 0.0
    var finding = 0.0
    var contrastive: Double?

    /// Replaces each rank's part by the sum over all ranks; the contrastive loss is present on all ranks or on none.
    mutating func gather(over group: any ProcessGroup) {
        var all = [text, finding, contrastive ?? 0]
        group.sum(&all)
        (text, finding) = (all[0], all[1])
        if contrastive != nil { contrastive = all[2] }
    }

    static func += (sum: inout StepLosses, part: StepLosses) {
        sum.text += part.text
        sum.finding += part.finding
        if let contrastive = part.contrastive { sum.contrastive = (sum.contrastive ?? 0) + contrastive }
    }
}

/// Position of a run: what its next step depends on besides weights, configuration and data.
///
/// No random state is stored: everything random is derived from the seed, a name and the epoch or step.
struct TrainingState: Codable, Equatable, Sendable {
    /// The current epoch, from 1; greater than the last one if the run is finished.
    var epoch = 1
    /// Number of steps since the start.
    var step = 0
    /// Losses of the current epoch's steps; their count is the position at which the epoch is resumed.
    var sums = LossSums()
    /// Time spent on the current epoch.
    var seconds = 0.0
    var bestEpoch = 0
    /// Validation loss of the best epoch.
    var bestLoss: Double?
    var splitSHA256: String

    init(splitSHA256: String) { self.splitSHA256 = splitSHA256 }
}

/// `state.safetensors`: the training state with weights, moments and, if used, the contrastive objective.
struct TrainingSnapshot: Sendable {
    var state: TrainingState
    var network: Checkpoint
    var optimizer: Checkpoint
    var objective: Checkpoint?

    private static let key = "state"

    /// All parts as one checkpoint, with tensor names prefixed by the part's name.
    var checkpoint: Checkpoint {
        get throws {
            var all = Checkpoint(metadata: optimizer.metadata)
            all.metadata[Self.key] = String(decoding: try JSONEncoder().encode(state), as: UTF8.self)
            for (part, checkpoint) in [("network", network), ("optimizer", optimizer), ("objective", objective)] {
                for (name, tensor) in checkpoint?.tensors ?? [:] { all.tensors[part + "." + name] = tensor }
            }
            return all
        }
    }

    init(state: TrainingState, network: Checkpoint, optimizer: Checkpoint, objective: Checkpoint?) {
        self.state = state
        self.network = network
        self.optimizer = optimizer
        self.objective = objective
    }

    /// Splits a file's checkpoint into its parts.
    ///
    /// Throws `DecodingError` if it holds no state.
    init(_ checkpoint: Checkpoint) throws {
        state = try JSONDecoder().decode(
            TrainingState.self, from: Data((checkpoint.metadata[Self.key] ?? "").utf8))
        func part(_ name: String) -> [String: CheckpointTensor] {
            let prefix = name + "."
            return Dictionary(
                uniqueKeysWithValues: checkpoint.tensors.filter { $0.key.hasPrefix(prefix) }
                    .map { (String($0.key.dropFirst(prefix.count)), $0.value) })
        }
        network = Checkpoint(tensors: part("network"))
        optimizer = Checkpoint(tensors: part("optimizer"), metadata: checkpoint.metadata)
        objective = Checkpoint(tensors: part("objective"))
    }
}
