import CKernels

/// A contiguous row-major array of floats: a view of a storage with a shape.
///
/// Immutable once the operation that made it returns, except for parameters, gradients and caches, which their owner
/// updates in place.
package struct Tensor {
    private(set) package var storage: TensorStorage
    package let offset: Int
    package let shape: [Int]
    /// Accumulates the gradient of a recorded tensor; nil when not recording.
    package var gradient: Gradient?

    init(storage: TensorStorage, offset: Int = 0, shape: [Int], gradient: Gradient? = nil) {
        self.storage = storage
        self.offset = offset
        self.shape = shape
        self.gradient = gradient
    }

    /// Creates a tensor of zeros.
    package init(shape: [Int]) {
        self.init(uninitialized: shape)
        let pointer = pointer
        pointer.update(repeating: 0, count: count)
    }

    /// Creates a tensor from values in row-major order; their number must equal the product of the shape.
    package init(_ values: [Float], shape: [Int]) {
        self.init(uninitialized: shape)
        precondition(values.count == count, "\(values.count) values for the shape \(shape)")
        let pointer = pointer
        values.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { pointer.update(from: base, count: source.count) }
        }
    }

    /// Creates a tensor with undefined contents, for results that are written completely.
    package init(uninitialized shape: [Int]) {
        self.init(storage: TensorStorage(uninitialized: shape.reduce(1, *)), shape: shape)
    }

    /// Number of elements.
    package var count: Int { shape.reduce(1, *) }

    /// Pointer to the first element; valid while the tensor lives.
    package var pointer: UnsafeMutablePointer<Float> { storage.pointer + offset }

    /// A copy of the values.
    package func array() -> [Float] {
        withExtendedLifetime(storage) { Array(UnsafeBufferPointer(start: pointer, count: count)) }
    }

    /// The only element of a scalar, such as a loss.
    package var scalar: Float {
        precondition(count == 1, "a tensor of shape \(shape) is not a scalar")
        return withExtendedLifetime(storage) { pointer[0] }
    }

    /// Size of the last axis.
    package var lastSize: Int { shape.last ?? 1 }

    /// Product of all axes but the last.
    package var rowCount: Int { count / max(lastSize, 1) }

    /// The same values, detached from the tape.
    package var detached: Tensor { Tensor(storage: storage, offset: offset, shape: shape) }

    /// The same elements with another shape.
    func viewed(as shape: [Int]) -> Tensor {
        precondition(shape.reduce(1, *) == count, "\(self.shape) cannot be reshaped to \(shape)")
        return Tensor(storage: storage, offset: offset, shape: shape)
    }

    /// A copy in its own memory, detached from the tape.
    package func copy() -> Tensor {
        let result = Tensor(uninitialized: shape)
        withExtendedLifetime(storage) { result.pointer.update(from: pointer, count: count) }
        return result
    }

    mutating func isStorageUnique() -> Bool { isKnownUniquelyReferenced(&storage) }

    /// Sum of squares of all elements.
    package var squaredNorm: Double { withExtendedLifetime(storage) { ck_sum_squares(pointer, count) } }
}
