import GRDB
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct ReviewDocumentsStateTests {
    private static let documentEvents: [ReviewDocumentsEvent] = [
        .claimed, .written, .attemptFailed(reason: "r", isPermanent: false),
        .attemptFailed(reason: "r", isPermanent: true), .handedBack, .retried,
    ]
    private static let reportEvents: [ReturnedReport.Event] = [
        .claimed, .signs, .unrelated, .attemptFailed(reason: "r", isPermanent: false),
        .attemptFailed(reason: "r", isPermanent: true), .handedBack, .waits(reason: "r"), .setAside(reason: "r"),
        .sentAgain,
    ]

    /// A work list with one verdict and one signed report that came back.
    private func reviewed() throws -> Fixture {
        let (fixture, item) = try Fixture.withDraftedStudy()
        _ = try fixture.workList.sign(.accept, of: item, by: "mary")
        try fixture.admit(Fixture.signedReport(number: 1))
        return fixture
    }

    private func name<State>(_ transition: JobTransition<State>?) -> String where State: RawRepresentable<String> {
        transition.map { "\($0.state.rawValue) \($0.attempt)" } ?? "-"
    }

    @Test func `documents go where the table says, and every other pair of state and event is refused`() {
        let table: [ReviewRecord.DocumentState: [String]] = [
            .pending: ["writing 3", "-", "-", "-", "-", "-"],
            .writing: ["-", "written 2", "pending 2", "failed 2", "pending 1", "-"],
            .failed: ["-", "-", "-", "-", "-", "pending 0"],
        ]
        for state in ReviewRecord.DocumentState.allCases {
            let names = Self.documentEvents.map { name(state.transition(on: $0, attempt: 2)) }
            #expect(names == table[state, default: Array(repeating: "-", count: 6)], "\(state)")
        }
        #expect(
            name(ReviewRecord.DocumentState.writing.transition(on: Self.documentEvents[2], attempt: 3)) == "failed 3")
    }

    @Test func `returned reports go where the table says, and every other pair of state and event is refused`() {
        let table: [ReturnedReport.State: [String]] = [
            .pending: ["reading 3", "-", "-", "-", "-", "-", "-", "-", "pending 0"],
            .reading: [
                "-", "signs 2", "unrelated 2", "pending 2", "unreadable 2", "pending 1", "waiting 2", "setAside 2",
                "-",
            ],
            .waiting: ["-", "signs 2", "-", "-", "-", "-", "-", "setAside 2", "-"],
            .setAside: ["-", "-", "-", "-", "-", "-", "-", "-", "pending 0"],
        ]
        for state in ReturnedReport.State.allCases {
            let names = Self.reportEvents.map { name(state.transition(on: $0, attempt: 2)) }
            #expect(names == table[state, default: Array(repeating: "-", count: 9)], "\(state)")
        }
        #expect(name(ReturnedReport.State.reading.transition(on: Self.reportEvents[3], attempt: 3)) == "unreadable 3")
    }

    @Test func `the database takes what the transitions of documents allow and refuses every other change`() throws {
        let fixture = try reviewed()
        // The trigger that keeps verdicts would refuse a returned report before the transitions are looked at.
        try fixture.workList.write { try $0.execute(sql: "DROP TRIGGER reviewKept") }
        let disagreements = try fixture.disagreements(
            of: ReviewRecord.self, events: Self.documentEvents, attempts: { $0 == .writing ? [1, 2, 3] : [1] },
            own: { ["returnedInstanceRow": $0 == .returned ? 1 : nil as Int?] })
        #expect(disagreements.isEmpty, "\(disagreements)")
    }

    @Test func `the database takes what the transitions of returned reports allow and refuses every other change`()
        throws
    {
        let fixture = try reviewed()
        let disagreements = try fixture.disagreements(
            of: ReturnedReport.self, events: Self.reportEvents, attempts: { $0 == .reading ? [1, 2, 3] : [1] },
            own: { ["reviewRow": $0 == .signs ? 1 : nil as Int?, "statement": $0 == .waiting ? "{}" : nil as String?] })
        #expect(disagreements.isEmpty, "\(disagreements)")
    }
}
