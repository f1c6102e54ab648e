import GRDB
import Testing
import WorkListFixture

@testable import Commitment
@testable import WorkListDatabase

struct CommitmentStateTests {
    private static let events: [CommitmentEvent] = [
        .peerGone(reason: "r"), .claimed, .reported, .notReported(reason: "r"), .handedBack, .interrupted,
        .requestedAgain, .asking, .asked, .notAsked(reason: "r"), .overdue(reason: "r"), .kept, .notKept(reason: "r"),
    ]

    @Test func `each pair of state and event goes where the table says, and every other is refused`() {
        func names(_ state: CommitmentTransaction.State, _ direction: CommitmentTransaction.Direction) -> String {
            Self.events.map { event in
                state.transition(on: event, direction: direction, attempt: 2).map {
                    "\($0.state.rawValue) \($0.attempt)"
                }
                    ?? "-"
            }.joined(separator: ",")
        }
        let none = "-,-,-,-,-,-,-,-,-,-,-,-,-"
        let incoming: [CommitmentTransaction.State: String] = [
            .waiting: "failed 2,reporting 3,-,-,-,-,-,-,-,-,-,-,-",
            .reporting: "-,-,reported 2,waiting 2,waiting 1,waiting 2,-,-,-,-,-,-,-",
            .reported: "-,-,-,-,-,-,waiting 0,-,-,-,-,-,-",
            .failed: "-,-,-,-,-,-,waiting 0,-,-,-,-,-,-",
        ]
        let outgoing: [CommitmentTransaction.State: String] = [
            .waiting: "failed 2,-,-,-,-,-,-,waiting 3,requested 2,waiting 2,-,committed 2,failed 2",
            .requested: "failed 2,-,-,-,-,-,-,-,-,-,timedOut 2,committed 2,failed 2",
            .timedOut: "-,-,-,-,-,-,-,-,-,-,-,committed 2,failed 2",
        ]
        for state in CommitmentTransaction.State.allCases {
            #expect(names(state, .incoming) == incoming[state, default: none], "\(state)")
            #expect(names(state, .outgoing) == outgoing[state, default: none], "\(state)")
        }
    }

    @Test(arguments: CommitmentTransaction.Direction.allCases)
    func `the database takes what the transitions allow and refuses every other change of state`(
        _ direction: CommitmentTransaction.Direction
    ) throws {
        let fixture = try Fixture()
        try fixture.workList.write { db in
            try db.execute(
                sql: """
                    INSERT INTO commitment (direction, peer, transactionUID, calledAETitle, notBefore, createdAt, changedAt)
                    VALUES (?1, 'archive', '1.9', iif(?1 = 'incoming', 'THORAXD', NULL), 1, 1, 1)
                    """,
                arguments: [direction.rawValue])
        }
        let disagreements = try fixture.disagreements(
            of: CommitmentTransaction.self, events: Self.events,
            attempts: { _ in [1, CommitmentTransaction.State.maximumAttempts] })
        #expect(disagreements.isEmpty, "\(disagreements)")
    }
}
