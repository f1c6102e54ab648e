import CKernels

/// The operations of one forward pass in execution order, walked backwards once to compute the gradients.
package final class Tape {
    private var steps: [(output: Gradient, backward: (Tensor) -> Void)] = []

    package init() {}

    /// Marks the tensor as an input that needs a gradient. With `accumulator` (same shape) the gradient is added to it.
    package func leaf(_ tensor: Tensor, accumulator: Tensor? = nil) -> Tensor {
        let gradient = Gradient(tape: self, shape: tensor.shape, accumulator: accumulator?.detached)
        return Tensor(storage: tensor.storage, offset: tensor.offset, shape: tensor.shape, gradient: gradient)
    }

    /// Backpropagates from a scalar. Each step's memory is released as soon as it has run; afterwards the tape is
    /// empty.
    package func backward(from loss: Tensor) {
        precondition(loss.count == 1, "a loss must be a scalar, not \(loss.shape)")
        loss.gradient?.add(Tensor([1], shape: loss.shape))
        while let step = steps.popLast() {
            if let gradient = step.output.take() { step.backward(gradient) }
        }
    }

    fileprivate func record(_ output: Gradient, _ backward: @escaping (Tensor) -> Void) {
        steps.append((output, backward))
    }
}

/// Accumulates the gradient of one recorded tensor during the backward pass.
package final class Gradient {
    /// The forward pass owns the tape, which outlives every tensor recorded on it.
    fileprivate unowned let tape: Tape
    private let shape: [Int]
    private let isLeaf: Bool
    private var sum: Tensor?

    fileprivate init(tape: Tape, shape: [Int], accumulator: Tensor? = nil) {
        self.tape = tape
        self.shape = shape
        isLeaf = accumulator != nil
        sum = accumulator
    }

    /// The gradient accumulated so far.
    package var value: Tensor? { sum }

    /// Adds a gradient of the tensor's size; the first one is kept without a copy.
    package func add(_ gradient: Tensor) {
        guard sum != nil else {
            sum = gradient.viewed(as: shape)
            return
        }
        accumulate { sum in
            parallel(gradient.count) { ck_add(sum.pointer + $0, gradient.pointer + $0, sum.pointer + $0, $1) }
        }
    }

    /// Lets `write` add into the accumulated gradient, which starts at zero.
    func accumulate(_ write: (Tensor) -> Void) {
        var present = sum ?? Tensor(shape: shape)
        sum = nil
        // Storage that is also referenced elsewhere is shared with another gradient (both operands of a sum get the
        // same one) and is copied first.
        if !isLeaf, !present.isStorageUnique() { present = present.copy() }
        write(present)
        sum = present
    }

    fileprivate func take() -> Tensor? {
        defer { if !isLeaf { sum = nil } }
        return sum
    }
}

extension Tensor {
    /// Records this result if any input is recorded. `backward` receives the gradient of the result.
    func recorded(from inputs: [Tensor], backward: @escaping (Tensor) -> Void) -> Tensor {
        guard let tape = inputs.lazy.compactMap({ $0.gradient?.tape }).first else { return self }
        let gradient = Gradient(tape: tape, shape: shape)
        tape.record(gradient, backward)
        return Tensor(storage: storage, offset: offset, shape: shape, gradient: gradient)
    }
}
