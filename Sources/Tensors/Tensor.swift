import CKernels

/// A contiguous row-major array of floats: a window of a storage and a shape.
///
/// A value that nothing writes to after the operation that made it, but for parameters, their gradients and caches,
/// which their owner updates in place.
package struct Tensor {
    private(set) package var storage: TensorStorage
    package let offset: Int
    package let shape: [Int]
    /// Where the gradient of a recorded tensor gathers; nil when nothing is recorded.
    package var gradient: Gradient?

    init(storage: TensorStorage, offset: Int = 0, shape: [Int], gradient: Gradient? = nil) {
        self.storage = storage
        self.offset = offset
        self.shape = shape
        self.gradient = gradient
    }

    /// Zeros.
    package init(shape: [Int]) {
        self.init(uninitialized: shape)
        let pointer = pointer
        pointer.update(repeating: 0, count: count)
    }

    /// The values in row-major order; their number must be the product of the shape.
    package init(_ values: [Float], shape: [Int]) {
        self.init(uninitialized: shape)
        precondition(values.count == count, "\(values.count) values for the shape \(shape)")
        let pointer = pointer
        values.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { pointer.update(from: base, count: source.count) }
        }
    }

    /// Whatever was in the memory; for results that are written whole.
    package init(uninitialized shape: [Int]) {
        self.init(storage: TensorStorage(uninitialized: shape.reduce(1, *)), shape: shape)
    }

    /// Number of elements.
    package var count: Int { shape.reduce(1, *) }

    /// The first element; valid while the tensor lives.
    package var pointer: UnsafeMutablePointer<Float> { storage.pointer + offset }

    /// A copy of the values.
    package func array() -> [Float] {
        withExtendedLifetime(storage) { Array(UnsafeBufferPointer(start: pointer, count: count)) }
    }

    /// The only element of a loss or another scalar.
    package var scalar: Float {
        precondition(count == 1, "a tensor of shape \(shape) is not a scalar")
        return withExtendedLifetime(storage) { pointer[0] }
    }

    /// The size of the last axis.
    package var lastSize: Int { shape.last ?? 1 }

    /// The product of all axes but the last.
    package var rowCount: Int { count / max(lastSize, 1) }

    /// The same values without their history.
    package var detached: Tensor { Tensor(storage: storage, offset: offset, shape: shape) }

    /// The same elements under another shape.
    func viewed(as shape: [Int]) -> Tensor {
        precondition(shape.reduce(1, *) == count, "\(self.shape) does not fit \(shape)")
        return Tensor(storage: storage, offset: offset, shape: shape)
    }

    /// The values in memory of their own, without history.
    package func copy() -> Tensor {
        let result = Tensor(uninitialized: shape)
        withExtendedLifetime(storage) { result.pointer.update(from: pointer, count: count) }
        return result
    }

    mutating func isStorageUnique() -> Bool { isKnownUniquelyReferenced(&storage) }

    /// Sum of the squares of all elements.
    package var squaredNorm: Double { withExtendedLifetime(storage) { ck_sum_squares(pointer, count) } }
}
