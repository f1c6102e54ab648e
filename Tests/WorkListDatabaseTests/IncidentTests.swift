import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct IncidentTests {
    private let fixture: Fixture
    private let study = "1.2.3"

    init() throws { fixture = try Fixture() }

    private func record(_ message: String, about study: String? = nil, _ cause: Incident.Cause? = nil) throws {
        try fixture.workList.record(
            Incident(source: "test", message: message, hint: "do it", study: study), cause: cause)
    }

    private func open() throws -> [String] { try fixture.workList.openIncidents(limit: 99).map(\.message) }

    private func execute(_ sql: String) throws { try fixture.workList.write { try $0.execute(sql: sql) } }

    /// A study in this state, with this claim.
    private func store(_ state: String) throws {
        try execute(
            """
            INSERT INTO study (id, studyInstanceUID) VALUES (1, '\(study)');
            INSERT INTO workItem (id, studyRow, state, notBefore, claimant, claimedAt, createdAt, changedAt)
            VALUES (1, 1, '\(state)', 1, iif('\(state)' = 'drafting', 1, NULL), iif('\(state)' = 'drafting', 1, NULL), 1, 1);
            """)
    }

    @Test func `an event is shown for a day`() throws {
        try record("it rained")
        #expect(try open() == ["it rained"])
        #expect(try fixture.workList.openIncidents(limit: 9, at: Date() + 86_500).isEmpty)
    }

    @Test func `a condition is open until it is over, or until the process that watched it is gone`() throws {
        try record("no room", .condition("room"))
        try record("no light", .condition("light"))
        try record("no draft", about: study, .draft)
        #expect(try fixture.workList.openIncidents(limit: 9, at: Date() + 864_000).count == 3, "however long ago")
        try fixture.workList.closeIncidents(.condition("room"))
        #expect(try open() == ["no draft", "no light"])
        try fixture.workList.closeConditions()
        #expect(try open() == ["no draft"])
    }

    @Test func `a study without a draft is open until one is written, and is one entry`() throws {
        try store("drafting")
        for number in 1...3 { try record("no draft, \(number)", about: study, .draft) }
        try record("no draft of another", about: "1.2.4", .draft)
        let shown = try fixture.workList.openIncidents(limit: 9)
        #expect(shown.map(\.times) == [1, 3] && shown.map(\.studyInstanceUID) == ["1.2.4", study])
        #expect(shown.last?.message == "no draft, 3", "what is true now")
        try execute("UPDATE workItem SET state = 'queued', claimant = NULL, claimedAt = NULL")
        #expect(try open().count == 2, "it is to be tried again")
        try execute("UPDATE workItem SET state = 'drafting', claimant = 1, claimedAt = 1")
        try execute("UPDATE workItem SET state = 'drafted', claimant = NULL, claimedAt = NULL")
        #expect(try open() == ["no draft of another"])
        #expect(try fixture.workList.incidents(limit: 9).count == 4, "it stays on record")
    }

    @Test func `what a study had is closed when it is removed`() throws {
        try store("queued")
        try record("no draft", about: study, .draft)
        try record("no documents", about: study, .documents)
        try execute("DELETE FROM study")
        #expect(try open().isEmpty)
    }

    @Test func `deliveries that were given up are open until none is left as failed`() throws {
        try execute("INSERT INTO outboxCount (destination, state, number) VALUES ('PACS', 'failed', 2)")
        try record("2 not delivered", .deliveries(to: "PACS"))
        try record("1 not delivered", .deliveries(to: "OTHER"))
        try execute("UPDATE outboxCount SET number = 1 WHERE destination = 'PACS'")
        #expect(try open().count == 2)
        try execute("UPDATE outboxCount SET number = 0 WHERE destination = 'PACS'")
        #expect(try open() == ["1 not delivered"])
    }

    @Test func `a form that was not written is open for its study until it is written, or nobody is sent it`() throws {
        try record("no PDF", about: study, .form("encapsulated-pdf"))
        try record("no PDF of another", about: "1.2.4", .form("encapsulated-pdf"))
        try record("no picture", about: study, .form("secondary-capture"))
        try fixture.workList.closeIncidents(.form("encapsulated-pdf"), ofStudy: study)
        #expect(try open() == ["no picture", "no PDF of another"])
        try fixture.workList.closeIncidents(Incident.Cause.form, except: ["encapsulated-pdf"])
        #expect(try open() == ["no PDF of another"])
        try fixture.workList.closeIncidents(Incident.Cause.form, except: [])
        #expect(try open().isEmpty)
    }
}
