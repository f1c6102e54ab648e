import Foundation
import Platform
import Testing

struct LockFileTests {
    @Test func `a lock names its holder and refuses a second one`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/lock"
        #expect(LockFile.holder(at: path) == nil)
        do {
            let lock = try LockFile(at: path)
            defer { withExtendedLifetime(lock) {} }
            #expect(LockFile.holder(at: path) == getpid())
            #expect(throws: PlatformError.locked(path: path, pid: getpid())) { try LockFile(at: path) }
        }
        #expect(LockFile.holder(at: path) == nil)
    }

    @Test func `a lock ends although a process that was just forked has its descriptor too`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/lock"
        var copies: [Int32] = []
        do {
            let lock = try LockFile(at: path)
            defer { withExtendedLifetime(lock) {} }
            // As in such a process, a copy has the same opening of the file.
            let files = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path
            }
            copies = files.compactMap { Int32($0) }.map { dup($0) }
        }
        defer { for copy in copies { close(copy) } }
        #expect(copies.count == 1)
        #expect(LockFile.holder(at: path) == nil)
    }

    @Test func `each touch of a lock file can be told from the one before`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/lock"
        #expect(LockFile.lastTouch(at: path) == nil)
        let lock = try LockFile(at: path)
        utimensat(AT_FDCWD, path, [timespec(), timespec()], 0)
        #expect(LockFile.lastTouch(at: path) == 0)
        lock.touch()
        #expect(try #require(LockFile.lastTouch(at: path)) > 0)
    }

    @Test func `a note in a lock file is read only from its writer`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/lock"
        let lock = try LockFile(at: path)
        #expect(LockFile.note(at: path, by: getpid()) == nil)
        try lock.note("ready")
        #expect(LockFile.note(at: path, by: getpid()) == "ready")
        #expect(LockFile.note(at: path, by: 1) == nil)
        #expect(LockFile.holder(at: path) == getpid())
    }
}
