import Foundation
import Glibc
import Platform
import Testing

struct PageCacheTests {
    @Test func `what it reads without waiting is what the file has`() throws {
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let written = [UInt8]((0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 3) })
        try Data(written).write(to: URL(filePath: path))
        let descriptor = open(path, O_RDONLY)
        defer { close(descriptor) }
        for (offset, size) in [(0, 100_000), (70_000, 1000), (99_990, 1000), (100_000, 10)] {
            var bytes = [UInt8](repeating: 0, count: size)
            let count = bytes.withUnsafeMutableBytes { PageCache.read(descriptor, into: $0, at: offset) }
            // A file system may have nothing in memory, or not tell.
            #expect(Array(bytes.prefix(count)) == Array(written[offset...].prefix(count)))
        }
    }

    @Test func `what cannot be read is no bytes`() {
        var bytes = [UInt8](repeating: 0, count: 10)
        #expect(bytes.withUnsafeMutableBytes { PageCache.read(-1, into: $0, at: 0) } == 0)
    }
}
