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
        FreedMemory.returnLargeBlocks()
        #expect(try isFromSystem(16 << 20))
        #expect(try isFromSystem(FreedMemory.returnedBytes))
        #expect(try !isFromSystem(1 << 10))
    }
}
