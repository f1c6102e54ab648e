import GRDB
import Testing
import WorkListFixture

@testable import Delivery
@testable import WorkList
@testable import WorkListDatabase

struct OutboxStateTests {
    private static let events: [OutboxEvent] = [
        .claimed, .accepted, .refused(reason: "r", isPermanent: false), .refused(reason: "r", isPermanent: true),
        .destinationFailed(reason: "r"), .destinationGone(reason: "r"), .handedBack, .interrupted,
        .notCommitted, .retried,
    ]

    @Test func `each pair of state and event goes where the table says, and every other is refused`() {
        func name(_ transition: OutboxTransition?) -> String {
            transition.map { "\($0.state.rawValue) \($0.attempt)" } ?? "-"
        }
        let table: [OutboxState: [String]] = [
            .queued: ["sending 3", "-", "-", "-", "deferred 3", "failed 2", "-", "-", "-", "-"],
            .sending: [
                "-", "delivered 2", "deferred 2", "failed 2", "deferred 2", "-", "queued 1", "queued 2", "-", "-",
            ],
            .delivered: ["-", "-", "-", "-", "-", "-", "-", "-", "queued 0", "-"],
            .deferred: ["sending 3", "-", "-", "-", "deferred 3", "failed 2", "-", "-", "-", "queued 0"],
            .failed: ["-", "-", "-", "-", "-", "-", "-", "-", "-", "queued 0"],
        ]
        for state in OutboxState.allCases {
            #expect(Self.events.map { name(state.transition(on: $0, attempt: 2)) } == table[state], "\(state)")
        }
    }

    @Test func `a delivery fails at its last attempt and says how many there were`() {
        let last = OutboxState.maximumAttempts
        let refused = OutboxEvent.refused(reason: "full", isPermanent: false)
        #expect(OutboxState.sending.transition(on: refused, attempt: last - 1)?.state == .deferred)
        #expect(
            OutboxState.sending.transition(on: refused, attempt: last)
                == OutboxTransition(state: .failed, attempt: last, reason: "given up after \(last) attempts: full"))
        let down = OutboxEvent.destinationFailed(reason: "down")
        #expect(OutboxState.deferred.transition(on: down, attempt: last - 1)?.state == .failed)
        #expect(OutboxState.deferred.transition(on: down, attempt: last - 2)?.state == .deferred)
    }

    @Test func `what waits for a reason has one and what is delivered has none`() {
        for state in OutboxState.allCases {
            for event in Self.events {
                guard let next = state.transition(on: event, attempt: 1) else { continue }
                #expect((next.reason != nil) == [.deferred, .failed].contains(next.state), "\(state) \(event)")
            }
        }
    }

    @Test func `the database takes what the transitions allow and refuses every other change of state`() throws {
        let fixture = try Fixture()
        try fixture.produce(1)
        let disagreements = try fixture.disagreements(
            of: OutboxRow.self, events: Self.events, attempts: { _ in [1, OutboxState.maximumAttempts] },
            own: { _ in ["status": 0] })
        #expect(disagreements.isEmpty, "\(disagreements)")
    }
}
