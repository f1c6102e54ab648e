/// One 64-byte aligned buffer of floats, given back to the pool when the last tensor over it goes.
///
/// Not Sendable: a storage belongs to the thread that made it. Operations lend its pointer to worker threads for the length
/// of one call, each worker writing a part of its own.
package final class TensorStorage {
    /// First element; valid while the storage lives.
    package let pointer: UnsafeMutablePointer<Float>
    /// Number of floats.
    package let count: Int

    /// A buffer of `count` floats with whatever was there before.
    package init(uninitialized count: Int) {
        self.count = count
        pointer = StoragePool.take(count)
    }

    deinit {
        StoragePool.giveBack(pointer, count)
    }
}
