import CKernels
import Synchronization

/// Keeps freed buffers for reuse by tensors of the same size.
///
/// A training step allocates the same large buffers each time; fresh memory would cost a page fault per 4 KiB. The pool
/// holds at most `limit` bytes and frees what exceeds it. Small buffers go straight to the allocator, which is fast for
/// them.
package enum StoragePool {
    private struct Shelf: ~Copyable {
        var buffers: [Int: [UInt]] = [:]
        var bytes = 0
        var limit = 256 << 20
    }

    private static let shelf = Mutex(Shelf())
    private static let smallest = 64 << 10

    /// Maximum bytes kept; buffers beyond that are freed at once. Training raises it to what one step needs (a few
    /// GiB).
    package static func limit(bytes: Int) {
        shelf.withLock { $0.limit = bytes }
        trim()
    }

    /// Frees all kept buffers and returns the memory to the system.
    package static func trim() {
        shelf.withLock { shelf in
            for address in shelf.buffers.values.joined() { UnsafeMutableRawPointer(bitPattern: address)?.deallocate() }
            shelf.buffers = [:]
            shelf.bytes = 0
        }
        ck_return_memory()
    }

    static func take(_ count: Int) -> UnsafeMutablePointer<Float> {
        let bytes = rounded(count)
        if bytes >= smallest {
            let kept = shelf.withLock { shelf -> UInt? in
                guard let address = shelf.buffers[bytes]?.popLast() else { return nil }
                shelf.bytes -= bytes
                return address
            }
            if let kept, let pointer = UnsafeMutableRawPointer(bitPattern: kept) {
                return pointer.bindMemory(to: Float.self, capacity: count)
            }
        }
        return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
            .bindMemory(to: Float.self, capacity: count)
    }

    static func giveBack(_ pointer: UnsafeMutablePointer<Float>, _ count: Int) {
        let bytes = rounded(count)
        let isKept =
            bytes >= smallest
            && shelf.withLock { shelf in
                guard shelf.bytes + bytes <= shelf.limit else { return false }
                shelf.bytes += bytes
                shelf.buffers[bytes, default: []].append(UInt(bitPattern: pointer))
                return true
            }
        if !isKept { UnsafeMutableRawPointer(pointer).deallocate() }
    }

    /// Rounds up to whole cache lines, and for large buffers to 16 KiB, so that similar sizes share a bucket.
    private static func rounded(_ count: Int) -> Int {
        let bytes = max(count, 1) * MemoryLayout<Float>.stride
        let unit = bytes >= smallest ? 16 << 10 : 64
        return (bytes + unit - 1) / unit * unit
    }
}
