import Foundation
import Platform
import Testing

struct DirectoryTests {
    @Test func `missing parents are created and an existing directory is left alone`() throws {
        let directory = try TemporaryDirectory()
        try Directory.create(directory.path + "/a/b/c")
        try Directory.create(directory.path + "/a/b/c")
        #expect(Directory.exists(directory.path + "/a/b/c"))
    }

    @Test func `an error names a directory that cannot be created below a file`() throws {
        let directory = try TemporaryDirectory()
        try Data().write(to: URL(filePath: directory.path + "/file"))
        #expect(
            throws: PlatformError.file(operation: "create directory", path: directory.path + "/file/a", errno: ENOTDIR)
        ) {
            try Directory.create(directory.path + "/file/a")
        }
    }

    @Test func `free bytes agree with what df prints`() throws {
        let free = try Directory.freeBytes(at: "/tmp")
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: "/tmp")
        let expected = try #require(attributes[.systemFreeSize] as? Int)
        #expect(abs(free - expected) < expected / 5 + (1 << 30))
    }

    @Test func `only files with the suffix are removed`() throws {
        let directory = try TemporaryDirectory()
        for name in ["a.part", "b.dcm"] { try Data().write(to: URL(filePath: "\(directory.path)/\(name)")) }
        Directory.removeFiles(in: directory.path, suffix: ".part")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["b.dcm"])
    }

    @Test(arguments: [("/a/b", "/a"), ("/a", "/"), ("a", "."), ("a/b", "a")])
    func `the parent of a path is everything before its last component`(path: String, parent: String) {
        #expect(Directory.parent(of: path) == parent)
    }
}
