import Platform
import Testing

struct DurableFileReadingTests {
    @Test func `a file is read as it was written, whatever its size`() throws {
        let directory = try TemporaryDirectory()
        for size in [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000] {
            let file = try DurableFile(in: directory.path)
            [UInt8](repeating: 7, count: size).withUnsafeBytes(file.write)
            let written = file.contents
            try file.commit(as: "\(directory.path)/\(size)")
            #expect(try DurableFile.Contents(ofFileAt: "\(directory.path)/\(size)") == written)
        }
    }

    @Test func `a missing file is an error with its path`() throws {
        let directory = try TemporaryDirectory()
        #expect(throws: PlatformError.file(operation: "open", path: "\(directory.path)/none", errno: 2)) {
            try DurableFile.Contents(ofFileAt: "\(directory.path)/none")
        }
    }
}
