import Foundation
import Testing

@testable import Platform

struct FreedMemoryTests {
    /// Whether a block of this size comes from the system: the second bit of the size that glibc keeps before it.
    private func isFromSystem(_ size: Int) throws -> Bool {
        let block = try #require(malloc(size))
        defer { free(block) }
        return block.load(fromByteOffset: -MemoryLayout<UInt>.size, as: UInt.self) & 2 != 0
    }

    @Test func `a large block goes back to the system, also after a larger one was freed`() throws {
        FreedMemory.bound()
        #expect(try isFromSystem(16 << 20))
        #expect(try isFromSystem(FreedMemory.returnedBytes))
        #expect(try !isFromSystem(1 << 10))
    }

    @Test func `the pages of a smaller block are used again, and not taken from the system each time`() throws {
        FreedMemory.bound()
        let size = FreedMemory.returnedBytes / 2
        func pageFaults(of blocks: Int) throws -> Int {
            let before = Self.pageFaults
            for _ in 0..<blocks {
                let block = try #require(malloc(size))
                memset(block, 1, size)
                free(block)
            }
            return Self.pageFaults - before
        }
        _ = try pageFaults(of: 4)
        #expect(try pageFaults(of: 16) < 16 * size / 4096 / 4)
    }

    /// Pages that this thread took from the system.
    private static var pageFaults: Int {
        var usage = rusage()
        let thread: __rusage_who_t = 1  // RUSAGE_THREAD, which Glibc's module does not export
        getrusage(thread, &usage)
        return usage.ru_minflt
    }
}
