package import Tensors

/// One forward pass through a network: training or inference, recording or not, and the source of its dropout seeds.
package final class ForwardPass {
    /// Whether batch statistics and dropout are used.
    package let isTraining: Bool
    /// The processes that train on equal parts of one batch. What depends on the whole batch (its statistics, the
    /// dropout masks) is the same as if one process had all of it.
    package let group: any ProcessGroup
    /// Whether operations are recorded for a backward pass.
    package var isRecording: Bool { tape != nil }
    private let tape: Tape?
    private var generator: RandomGenerator

    private init(isTraining: Bool, tape: Tape?, seed: UInt64, group: any ProcessGroup = SingleProcess()) {
        self.isTraining = isTraining
        self.tape = tape
        self.group = group
        generator = RandomGenerator(seed: seed)
    }

    /// A training pass, recorded for one `backward`. The seed, the same on all ranks, determines the dropout masks.
    package static func training(seed: UInt64, group: any ProcessGroup = SingleProcess()) -> ForwardPass {
        ForwardPass(isTraining: true, tape: Tape(), seed: seed, group: group)
    }

    /// A training pass on a tape whose inputs the caller marks.
    static func training(seed: UInt64, tape: Tape) -> ForwardPass {
        ForwardPass(isTraining: true, tape: tape, seed: seed)
    }

    /// A recorded pass with running statistics and without dropout: for gradients of the network as used for inference.
    static func evaluation(tape: Tape) -> ForwardPass {
        ForwardPass(isTraining: false, tape: tape, seed: 0)
    }

    /// An inference pass: nothing is recorded, running statistics, no dropout.
    package static func inference() -> ForwardPass {
        ForwardPass(isTraining: false, tape: nil, seed: 0)
    }

    /// A training pass that is not recorded: batch statistics, which also update the running ones, and dropout.
    package static func batchStatistics() -> ForwardPass {
        ForwardPass(isTraining: true, tape: nil, seed: 0)
    }

    /// The parameter's value as an operand; when recording, its gradient goes to the parameter.
    package func callAsFunction(_ parameter: Parameter) -> Tensor {
        tape?.leaf(parameter.value, accumulator: parameter.gradient) ?? parameter.value
    }

    /// Dropout of x (B, ...) in training; otherwise returns x.
    package func dropout(_ x: Tensor, probability: Float) -> Tensor {
        guard isTraining else { return x }
        return Tensors.dropout(x, probability: probability, seed: nextSeed(), first: group.rank * x.count)
    }

    func nextSeed() -> UInt64 { generator.next() }

    /// Backpropagates a scalar loss into its parameters' gradients. Call once per pass.
    package func backward(_ loss: Tensor) {
        tape?.backward(from: loss)
    }
}
