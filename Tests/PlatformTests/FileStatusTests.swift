import Foundation
import Platform
import Testing

struct FileStatusTests {
    @Test func `reports owner, size and whether others have access`() throws {
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("seven b".utf8).write(to: URL(filePath: path))
        chmod(path, 0o640)
        let status = try #require(FileStatus(path))
        #expect(status.owner == geteuid() && status.byteCount == 7 && !status.isOpenToOthers)
        chmod(path, 0o644)
        #expect(FileStatus(path)?.isOpenToOthers == true)
        #expect(FileStatus(path + "/none") == nil)
    }

    @Test func `a missing path has the status of its nearest directory`() throws {
        #expect(FileStatus(nearest: "/nowhere/at/all") == FileStatus("/"))
    }
}
