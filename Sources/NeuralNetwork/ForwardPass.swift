package import Tensors

/// One run through a network: whether it trains, what it records, and the dropout seeds it hands out.
package final class ForwardPass {
    /// Batch statistics and dropout are in force.
    package let isTraining: Bool
    /// The processes that train on parts of one batch, as many entries each; what depends on the whole batch (its statistics,
    /// the dropout masks) is as if one process had it all.
    package let group: any ProcessGroup
    /// Operations are kept for a walk back.
    package var isRecording: Bool { tape != nil }
    private let tape: Tape?
    private var generator: RandomGenerator

    private init(isTraining: Bool, tape: Tape?, seed: UInt64, group: any ProcessGroup = SingleProcess()) {
        self.isTraining = isTraining
        self.tape = tape
        self.group = group
        generator = RandomGenerator(seed: seed)
    }

    /// Records, for one `backward`; the seed, the same on all ranks, decides the dropout masks.
    package static func training(seed: UInt64, group: any ProcessGroup = SingleProcess()) -> ForwardPass {
        ForwardPass(isTraining: true, tape: Tape(), seed: seed, group: group)
    }

    /// The same on a tape that has inputs of its own.
    static func training(seed: UInt64, tape: Tape) -> ForwardPass {
        ForwardPass(isTraining: true, tape: tape, seed: seed)
    }

    /// Records with running statistics and without dropout: for gradients of a network as it is used.
    static func evaluation(tape: Tape) -> ForwardPass {
        ForwardPass(isTraining: false, tape: tape, seed: 0)
    }

    /// Records nothing; running statistics, no dropout.
    package static func inference() -> ForwardPass {
        ForwardPass(isTraining: false, tape: nil, seed: 0)
    }

    /// The parameter's value as an operand whose gradient goes to the parameter when this pass records.
    package func callAsFunction(_ parameter: Parameter) -> Tensor {
        tape?.leaf(parameter.value, accumulator: parameter.gradient) ?? parameter.value
    }

    /// Dropout of x (B, ...) when training, else the tensor itself.
    package func dropout(_ x: Tensor, probability: Float) -> Tensor {
        guard isTraining else { return x }
        return Tensors.dropout(x, probability: probability, seed: nextSeed(), first: group.rank * x.count)
    }

    func nextSeed() -> UInt64 { generator.next() }

    /// Adds the gradients of a scalar loss to the parameters it came from. Once per pass.
    package func backward(_ loss: Tensor) {
        tape?.backward(from: loss)
    }
}
