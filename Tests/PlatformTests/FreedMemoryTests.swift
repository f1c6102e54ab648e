import Foundation
import Testing

@testable import Platform

struct FreedMemoryTests {
    /// Whether blocks of this size come from the system, once none of what was freed before is large enough.
    private func comesFromSystem(_ size: Int) throws -> Bool {
        var blocks: [UnsafeMutableRawPointer] = []
        defer { for block in blocks { free(block) } }
        while blocks.count < 2048 {
            let block = try #require(malloc(size))
            blocks.append(block)
            // The second bit of the size that glibc keeps before a block says that it is not of an arena.
            if block.load(fromByteOffset: -MemoryLayout<UInt>.size, as: UInt.self) & 2 != 0 { return true }
        }
        return false
    }

    @Test func `a large block comes from the system and goes back there, also after a larger one was freed`() throws {
        FreedMemory.bound()
        #expect(try comesFromSystem(16 << 20))
        #expect(try comesFromSystem(FreedMemory.returnedBytes))
        #expect(try !comesFromSystem(1 << 10))
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
        // Other threads of this process may take the pages meanwhile; not each time.
        let faults = try (1...20).map { _ in try pageFaults(of: 4) }.min()
        #expect(try #require(faults) < 4 * size / 4096 / 4)
    }

    /// Pages that this thread took from the system.
    private static var pageFaults: Int {
        var usage = rusage()
        let thread: __rusage_who_t = 1  // RUSAGE_THREAD, which Glibc's module does not export
        getrusage(thread, &usage)
        return usage.ru_minflt
    }
}
