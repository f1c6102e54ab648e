import Foundation
import Testing

@testable import WorkList

struct LeftoversTests {
    @Test func `objects without a row go at start and those with one stay`() throws {
        let fixture = try Fixture()
        let files = fixture.workList.files
        let listed = try files.newInstancePath()
        let unlisted = try files.newInstancePath()
        let older = try files.newInstancePath(at: .now - 5 * 3600)
        for path in [listed, unlisted, older] { try Data([1]).write(to: URL(filePath: files.absolute(path))) }
        _ = try fixture.workList.admit(
            Fixture.header(), path: listed, contents: Fixture.contents(), callingAETitle: Fixture.calling,
            settleAt: .now)
        #expect(try fixture.workList.removeUnlistedFiles() == 1)
        let exists = [listed, unlisted, older].map { FileManager.default.fileExists(atPath: files.absolute($0)) }
        // The old one was there when a later row was written: an earlier start has seen it.
        #expect(exists == [true, false, true])
    }

    @Test func `a work list without rows forgets what its last day left`() throws {
        let fixture = try Fixture()
        let path = try fixture.workList.files.newInstancePath(at: .now - 5 * 3600)
        try Data([1]).write(to: URL(filePath: fixture.workList.files.absolute(path)))
        #expect(try fixture.workList.removeUnlistedFiles() == 1)
    }
}
