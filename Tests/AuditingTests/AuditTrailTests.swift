import DICOMTestPeer
import Foundation
import Logging
import TestHarness
import Testing
import WorkList
import WorkListDatabase

@testable import Auditing

@Suite(.blocking) struct AuditTrailTests {
    private let fixture: CollectorFixture
    private let lines = LogLines()
    private let inbox = AuditInbox()
    private let trail: AuditTrail

    init() throws {
        fixture = try CollectorFixture()
        let lines = lines
        trail = AuditTrail(
            inbox: inbox, source: CollectorFixture.source, workList: fixture.workList,
            logger: Logger(label: "test") { _ in lines })
    }

    /// What another program does to the work list.
    private func change(_ sql: String) throws {
        let path = WorkListStore.path(in: fixture.directory.url.appending(path: "state").path)
        try #require(try Tool.run("sqlite3", [path, sql]).status == 0)
    }

    @Test func `each message is a line for the journal with the hash and without the query`() throws {
        inbox.add(.started)
        inbox.add(
            .queried(
                by: .init(aeTitle: "STATION", address: "10.0.0.1"),
                .init(sopClassUID: "1.2", transferSyntaxUID: "1.2", identifier: Array("DOE^JANE".utf8), failure: nil)))
        trail.extend()
        let lines = lines.all
        #expect(lines.count == 2)
        let head = try #require(try fixture.workList.auditHead())
        #expect(lines[0].hasPrefix("info Application Activity"))
        #expect(lines[1].contains("Query") && lines[1].contains(head.hexadecimalHash))
        #expect(
            !lines.joined().contains("DOE") && !lines.joined().contains(Data("DOE^JANE".utf8).base64EncodedString()))
    }

    @Test func `while the work list refuses, events wait and one line says so`() throws {
        try change("ALTER TABLE auditMark RENAME TO auditMarkAway")
        inbox.add(.started)
        trail.extend()
        trail.extend()
        #expect(lines.all.count { $0.hasPrefix("error") } == 1)
        #expect(lines.all.first?.hasPrefix("error cannot write the audit trail") == true)
        try change("ALTER TABLE auditMarkAway RENAME TO auditMark")
        trail.extend()
        #expect(try fixture.workList.auditHead()?.id == 1)
        #expect(lines.all.contains { $0.hasPrefix("notice writing the audit trail again") })
    }
}
