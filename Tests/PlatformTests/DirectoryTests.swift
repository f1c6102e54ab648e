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

    @Test func `a directory is removed with all that is in it, and nothing that a link names`() throws {
        let directory = try TemporaryDirectory()
        let (gone, kept) = ("\(directory.path)/gone", "\(directory.path)/kept")
        for path in ["\(gone)/a/b", kept] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: "\(path)/file"))
        }
        try FileManager.default.createSymbolicLink(atPath: "\(gone)/a/link", withDestinationPath: kept)
        Directory.remove(gone)
        Directory.remove(gone)
        #expect(Directory.names(in: directory.path) == ["kept"] && Directory.names(in: kept) == ["file"])
        // A link goes, and what it names stays.
        try FileManager.default.createSymbolicLink(atPath: gone, withDestinationPath: kept)
        Directory.remove(gone)
        #expect(Directory.names(in: directory.path) == ["kept"] && Directory.names(in: kept) == ["file"])
    }

    @Test(arguments: [("/a/b", "/a"), ("/a", "/"), ("a", "."), ("a/b", "a")])
    func `the parent of a path is everything before its last component`(path: String, parent: String) {
        #expect(Directory.parent(of: path) == parent)
    }
}
