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

    @Test func `the database refuses exactly the changes of state that no event makes`() throws {
        let fixture = try Fixture()
        try fixture.produce(1)
        for from in OutboxState.allCases {
            let reachable = Set(
                Self.events.flatMap { event in
                    [1, OutboxState.maximumAttempts].compactMap { from.transition(on: event, attempt: $0)?.state }
                })
            for to in OutboxState.allCases where to != from {
                #expect(try changes(fixture, from, to) == reachable.contains(to), "\(from) to \(to)")
            }
        }
    }

    /// Whether the schema lets a row go from one state to another.
    private func changes(_ fixture: Fixture, _ from: OutboxState, _ to: OutboxState) throws -> Bool {
        func columns(_ state: OutboxState) -> String {
            "state = '\(state.rawValue)', reason = 'r', status = 0, claimant = \(state == .sending ? "1" : "NULL")"
        }
        let trigger = try fixture.workList.read {
            try String.fetchOne($0, sql: "SELECT sql FROM sqlite_master WHERE name = 'outboxTransition'")
        }
        try fixture.workList.write { db in
            try db.execute(sql: "DROP TRIGGER outboxTransition; UPDATE outbox SET \(columns(from));")
            try db.execute(sql: try #require(trigger))
        }
        do {
            try fixture.workList.write { try $0.execute(sql: "UPDATE outbox SET \(columns(to))") }
            return true
        } catch is WorkListError {
            return false
        }
    }
}
