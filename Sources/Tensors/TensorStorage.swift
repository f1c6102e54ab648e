/// One 64-byte aligned buffer of floats, returned to the pool when the last tensor using it is released.
///
/// Not Sendable: a storage belongs to the thread that made it. Operations lend its pointer to worker threads for the
/// duration of one call, and each worker writes a separate part.
package final class TensorStorage {
    /// First element; valid while the storage lives.
    package let pointer: UnsafeMutablePointer<Float>
    /// Number of floats.
    package let count: Int

    /// Allocates a buffer of `count` floats with undefined contents.
    package init(uninitialized count: Int) {
        self.count = count
        pointer = StoragePool.take(count)
    }

    deinit {
        StoragePool.giveBack(pointer, count)
    }
}
