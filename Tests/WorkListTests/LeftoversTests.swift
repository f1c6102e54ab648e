import Foundation
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct LeftoversTests {
    @Test func `objects without a row are set aside at start and those with one stay`() throws {
        let fixture = try Fixture()
        let files = fixture.workList.files
        let listed = try files.newInstancePath()
        let unlisted = try files.newInstancePath()
        let older = try files.newInstancePath(at: .now - 5 * 3600)
        for path in [listed, unlisted, older] { try Data([1]).write(to: URL(filePath: files.absolute(path))) }
        _ = try fixture.workList.admit(
            Fixture.header(), path: listed, contents: Fixture.contents(), callingAETitle: Fixture.calling,
            settleAt: .now)
        #expect(try fixture.workList.setAsideUnlistedFiles() == 1)
        let exists = [listed, unlisted, older].map { FileManager.default.fileExists(atPath: files.absolute($0)) }
        // The old one was there when a later row was written: an earlier start has seen it.
        #expect(exists == [true, false, true])
        let name = URL(filePath: unlisted).lastPathComponent
        #expect(FileManager.default.fileExists(atPath: files.absolute("unlisted/\(name)")))
        #expect(try fixture.workList.incidents(limit: 9).count == 1)
    }

    @Test func `an incomplete file of a restore that was killed is removed and never counted`() throws {
        let fixture = try Fixture()
        let files = fixture.workList.files
        let hour = URL(filePath: files.absolute(try files.newInstancePath())).deletingLastPathComponent()
        let part = hour.appending(path: "1x00000000.part").path
        try Data([1]).write(to: URL(filePath: part))
        #expect(try fixture.workList.setAsideUnlistedFiles() == 0)
        #expect(!FileManager.default.fileExists(atPath: part))
        #expect(try fixture.workList.incidents(limit: 9).isEmpty)
    }

    @Test func `a work list that was lost takes no image with it`() throws {
        let fixture = try Fixture()
        let path = try fixture.workList.files.newInstancePath(at: .now - 5 * 3600)
        try Data([1]).write(to: URL(filePath: fixture.workList.files.absolute(path)))
        #expect(try fixture.workList.setAsideUnlistedFiles() == 1)
        let name = URL(filePath: path).lastPathComponent
        let kept = fixture.workList.files.absolute("unlisted/\(name)")
        #expect(try Data(contentsOf: URL(filePath: kept)) == Data([1]))
    }

    @Test func `a new work list beside older files is an incident until it is rebuilt`() throws {
        let fixture = try Fixture()
        let path = try fixture.workList.files.newInstancePath(at: .now - 5 * 86_400)
        try Data([1]).write(to: URL(filePath: fixture.workList.files.absolute(path)))
        for _ in 1...2 { #expect(try fixture.workList.setAsideUnlistedFiles() == 0) }
        let open = try fixture.workList.openIncidents(limit: 9)
        #expect(open.count == 1 && open[0].isLasting && open[0].hint.contains("thoraxctl rebuild"), "\(open)")
        _ = try fixture.workList.endRebuild(by: "root", detail: [:])
        #expect(try fixture.workList.openIncidents(limit: 9).isEmpty)
    }
}
