import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Retention
@testable import WorkList
@testable import WorkListDatabase

/// From when the age of a study or a file counts.
struct RetentionAgeTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `hold and priority do not touch the age from which retention counts`() throws {
        try fixture.queue()
        let id = try fixture.workList.read { try Int64.fetchOne($0, sql: "SELECT id FROM workItem") ?? 0 }
        try fixture.workList.write { try $0.execute(sql: "UPDATE workItem SET changedAt = 7") }
        try fixture.workList.hold(id, reason: "a question", by: "admin")
        try fixture.workList.setPriority(3, of: id, by: "admin")
        try fixture.workList.unhold(id, by: "admin")
        #expect(try fixture.workList.read { try Int.fetchOne($0, sql: "SELECT changedAt FROM workItem") } == 7)
    }

    @Test func `files without a row go after their days, with an act, and no more than may go in a day`() throws {
        let folder = fixture.workList.files.absolute("unlisted")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for number in 1...120 { try Data("1234".utf8).write(to: URL(filePath: "\(folder)/\(number).dcm")) }
        func left() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: folder).count }
        var policy = RetentionPolicy()
        policy.unlistedDays = 3
        let sweep = RetentionSweep(policy, workList: fixture.workList)
        func run(_ days: Double) throws -> RetentionReport {
            try sweep.run(by: "retention", at: .now + days * 86_400)
        }
        #expect(try run(2).unlisted == UnlistedFiles())
        #expect(try sweep.plan(at: .now + 4 * 86_400).unlisted.files == 120)
        #expect(try left() == 120)
        let first = try run(4)
        #expect(first.unlisted.files == RetentionBounds.least && first.unlisted.bytes == 400 && first.isBounded)
        #expect(try run(4.1).unlisted.files == 0)
        #expect(try run(5.2).unlisted.files == 20)
        #expect(try left() == 0)
        #expect(try fixture.workList.acts().map { $0.detail["unlisted"] } == ["100", "20"])
        policy.unlistedDays = nil
        sweep.change(to: policy)
        try Data().write(to: URL(filePath: "\(folder)/x.dcm"))
        #expect(try run(11).unlisted.files == 0)
    }
}
