import Foundation
import Platform
import Testing

struct LockFileTests {
    @Test func `a held lock names its process and refuses a second holder`() throws {
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

    @Test func `a word beside the process id is its writer's alone`() throws {
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
