import Crypto
import Foundation
import Platform
import TestHarness
import Testing

@Suite(.blocking) struct DurableFileTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory.path) }

    @Test func `a committed file has every byte and its digest is SHA-256`() throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let file = try DurableFile(in: directory.path)
        bytes.withUnsafeBytes { whole in
            file.write(UnsafeRawBufferPointer(rebasing: whole[..<100_000]))
            file.write(UnsafeRawBufferPointer(rebasing: whole[100_000...]))
        }
        #expect(try file.read(at: 99_999, size: 3) == Array(bytes[99_999..<100_002]))
        #expect(try file.read(at: 299_999, size: 3) == [bytes[299_999]])
        let contents = file.contents
        try file.commit(as: directory.path + "/a.dcm")
        #expect(contents.byteCount == bytes.count)
        #expect(contents.sha256 == Array(SHA256.hash(data: bytes)))
        #expect(try Data(contentsOf: URL(filePath: directory.path + "/a.dcm")) == Data(bytes))
        #expect(try names() == ["a.dcm"])
    }

    @Test func `a file that is neither committed nor discarded leaves nothing behind`() throws {
        do {
            let file = try DurableFile(in: directory.path)
            [UInt8(1)].withUnsafeBytes { file.write($0) }
            #expect(try names().count == 1)
        }
        #expect(try names().isEmpty)
    }

    @Test func `a failed rename is an error and leaves nothing behind`() throws {
        let file = try DurableFile(in: directory.path)
        #expect(throws: PlatformError.file(operation: "rename to", path: "/nowhere/a.dcm", errno: ENOENT)) {
            try file.commit(as: "/nowhere/a.dcm")
        }
        #expect(try names().isEmpty)
    }

    @Test func `what a killed process has left is removed, and no file of another name`() throws {
        let left = URL(filePath: try DurableFile(in: directory.path).temporaryPath).lastPathComponent
        let kept = ["archive.tar.part", "b.dcm", "model.part", "Model00000.part", "0123456789abcdef.part"]
        for name in kept + [left] { try Data().write(to: URL(filePath: "\(directory.path)/\(name)")) }
        DurableFile.removeLeftovers(in: directory.path)
        #expect(Set(try names()) == Set(kept))
    }

    @Test func `a full disk is recorded at the first failed write and thrown at commit`() async throws {
        // RLIMIT_FSIZE would affect the whole test process, so the disk is a one-megabyte tmpfs, if root may mount one.
        let mount = directory.path + "/small"
        try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
        guard try run("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", mount]).status == 0 else {
            print("skipped: this user may not mount a tmpfs")
            return
        }
        defer { _ = try? run("/usr/bin/umount", [mount]) }
        let file = try DurableFile(in: mount)
        [UInt8](repeating: 7, count: 2 << 20).withUnsafeBytes { file.write($0) }
        #expect(file.failure?.hint.hasPrefix("free space") == true)
        #expect(throws: PlatformError.self) { try file.commit(as: mount + "/a.dcm") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: mount).isEmpty)
    }
}
