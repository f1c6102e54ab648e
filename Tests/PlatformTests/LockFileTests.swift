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
