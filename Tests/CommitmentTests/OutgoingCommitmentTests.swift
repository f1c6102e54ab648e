import DICOMCore
import Delivery
import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Commitment
@testable import WorkList
@testable import WorkListDatabase

struct OutgoingCommitmentTests {
    private let fixture: Fixture

    /// Two reports that the archive has taken.
    init() throws {
        fixture = try Fixture()
        try fixture.produce(2)
        try deliver()
    }

    private func deliver() throws {
        for row in try fixture.workList.claimOutbox(for: "archive", by: 1, limit: 9) {
            try fixture.workList.settle(row, as: .accepted, status: 0)
        }
    }

    private func ask() throws -> CommitmentTransaction {
        try fixture.workList.gatherCommitment(of: "archive", deliveredUntil: .now + 1)
        let asked = try #require(try fixture.workList.commitmentToAsk(of: "archive"))
        try fixture.workList.commitmentAsked(asked, overdueAt: .now - 1)
        return asked
    }

    private func report(_ commitment: CommitmentTransaction, kept: [Int], failed: [Int] = []) throws
        -> WorkListStore.CommitmentOutcome?
    {
        func reference(_ number: Int) -> CommitmentInformation.Reference {
            .init(sopClassUID: "1.2.840.10008.5.1.4.1.1.88.11", sopInstanceUID: "1.1.9.\(number)")
        }
        return try fixture.workList.takeReport(
            CommitmentInformation(
                transactionUID: try #require(UID(commitment.transactionUID)), references: kept.map(reference),
                failures: failed.map { .init(reference($0), reason: 0x0112) }), from: "archive")
    }

    private func standing() throws -> [String] {
        try fixture.workList.outboxListing(states: Set(OutboxState.allCases), limit: 9).sorted { $0.id < $1.id }
            .map { "\($0.state.rawValue) \($0.commitment?.rawValue ?? "-")" }
    }

    @Test func `what was delivered is asked for once, in one transaction`() throws {
        let asked = try ask()
        #expect(try fixture.workList.references(of: asked).count == 2)
        #expect(try standing() == ["delivered requested", "delivered requested"])
        #expect(try fixture.workList.gatherCommitment(of: "archive", deliveredUntil: .now + 1) == false)
        #expect(try fixture.workList.gatherCommitment(of: "other", deliveredUntil: .now + 1) == false)
    }

    @Test func `the search for what to ask for does not read all that was ever delivered`() throws {
        let plan = try fixture.workList.read { db in
            try Row.fetchAll(
                db, sql: "EXPLAIN QUERY PLAN SELECT id FROM \(WorkListStore.uncommitted) ORDER BY changedAt LIMIT 9",
                arguments: ["archive"]
            ).map { $0["detail"] as String }
        }
        #expect(plan.count == 1 && plan[0].hasPrefix("SEARCH outbox USING INDEX outboxUncommitted"), "\(plan)")
    }

    @Test func `what was delivered before the clock was set back does not wait until it has caught up`() throws {
        try fixture.produce(1, study: 2)
        for row in try fixture.workList.claimOutbox(for: "archive", by: 1, limit: 9) {
            try fixture.workList.settle(row, as: .accepted, status: 0, at: .now + 3600)
        }
        try fixture.workList.write { try $0.execute(sql: "UPDATE outbox SET commitment = 'committed' WHERE id <= 2") }
        #expect(try fixture.workList.gatherCommitment(of: "archive", deliveredUntil: .now - 30))
        #expect(try fixture.workList.commitmentToAsk(of: "archive") != nil)
    }

    @Test func `what a report does not mention is not kept, and is delivered once more`() throws {
        let first = try ask()
        let outcome = try #require(try report(first, kept: [1]))
        #expect(outcome.committed == 1 && outcome.sentAgain == 1 && outcome.failed == 0)
        #expect(try standing() == ["delivered committed", "queued -"])
        try deliver()
        let outcomeAgain = try #require(try report(try ask(), kept: [], failed: [2]))
        #expect(outcomeAgain.sentAgain == 0 && outcomeAgain.failed == 1 && outcomeAgain.reasons == [0x0112: 1])
        #expect(try standing() == ["delivered committed", "delivered failed"])
    }

    @Test func `a report again changes nothing, and one of another transaction or peer is not ours`() throws {
        let asked = try ask()
        _ = try report(asked, kept: [1, 2])
        #expect(try report(asked, kept: [], failed: [1, 2]) == WorkListStore.CommitmentOutcome())
        #expect(try standing() == ["delivered committed", "delivered committed"])
        let transactionUID = try #require(UID(asked.transactionUID))
        let information = CommitmentInformation(transactionUID: transactionUID, references: [])
        #expect(try fixture.workList.takeReport(information, from: "other") == nil)
    }

    @Test func `a report that came too late still counts for what it keeps`() throws {
        let first = try ask()
        #expect(try fixture.workList.endOverdueCommitments(of: "archive") == (again: 1, givenUp: 0))
        _ = try report(first, kept: [1], failed: [2])
        #expect(try standing() == ["delivered committed", "delivered requested"])
        let second = try #require(try fixture.workList.commitmentToAsk(of: "archive"))
        #expect(second.round == 2 && second.transactionUID != first.transactionUID)
    }

    @Test func `a peer of the configuration no more is asked no more`() throws {
        _ = try ask()
        #expect(
            try fixture.workList.failCommitments(.outgoing, forOthersThan: [], reason: "gone") == ["archive": 1])
        #expect(try standing() == ["delivered failed", "delivered failed"])
    }

    @Test func `the rows of a peer that never answers go after their time, and what was promised stays`() throws {
        var asked = try ask()
        for round in 1...3 {
            #expect(try fixture.workList.expireCommitments(before: .distantFuture) == min(round - 1, 1))
            let ended = try fixture.workList.endOverdueCommitments(of: "archive")
            #expect(ended.again + ended.givenUp == 1)
            if ended.givenUp == 1 { break }
            asked = try #require(try fixture.workList.commitmentToAsk(of: "archive"))
            try fixture.workList.commitmentAsked(asked, overdueAt: .now - 1)
        }
        #expect(try fixture.workList.expireCommitments(before: .now - CommitmentExpiry.life) == 0)
        let promise = CommitmentInformation(
            transactionUID: try #require(UID("1.2.3")),
            references: [.init(sopClassUID: "1.2.840.10008.5.1.4.1.1.88.11", sopInstanceUID: "1.1.9.1")])
        let title = try #require(AETitle("T"))
        for kept in [true, false] {
            guard
                case .accepted(let id) = try fixture.workList.acceptCommitment(
                    promise, from: kept ? "kept" : "refused", calledAETitle: title)
            else { return }
            let claim = try #require(
                try fixture.workList.claimCommitment(id, of: kept ? "kept" : "refused"))
            _ = try fixture.workList.setResults(promise.references.map { ($0, kept ? 0 : 0x0112) }, of: claim)
            _ = try fixture.workList.settle(claim, as: .taken)
        }
        while try fixture.workList.expireCommitments(before: .distantFuture, limit: 1) > 0 {}
        #expect(try fixture.workList.commitments(limit: 9).map(\.peer) == ["kept"])
        #expect(try standing() == ["delivered timedOut", "delivered timedOut"])
    }

    /// Watches how many rows of a table one transaction changes.
    private func watch(_ isCounted: @escaping (DatabaseEventKind) -> Bool) -> LargestTransaction {
        let largest = LargestTransaction(of: isCounted)
        fixture.workList.pool.add(transactionObserver: largest, extent: .observerLifetime)
        return largest
    }

    /// Two requests, of one report each, that the archive has taken and not answered.
    private func askTwice() throws {
        for _ in 1...2 {
            try fixture.workList.gatherCommitment(of: "archive", deliveredUntil: .now + 1, limit: 1)
            let asked = try #require(try fixture.workList.commitmentToAsk(of: "archive"))
            try fixture.workList.commitmentAsked(asked, overdueAt: .now - 1)
        }
    }

    @Test func `each request that is overdue or given up has a transaction of its own`() throws {
        try askTwice()
        let largest = watch { if case .update("commitment", _) = $0 { true } else { false } }
        #expect(try fixture.workList.endOverdueCommitments(of: "archive") == (again: 2, givenUp: 0))
        #expect(largest.count == 1)
        #expect(
            try fixture.workList.failCommitments(.outgoing, forOthersThan: [], reason: "gone") == ["archive": 2])
        #expect(largest.count == 1)
        #expect(try standing() == ["delivered failed", "delivered failed"])
    }

    @Test func `an overdue request that the work list refuses to end holds up no other`() throws {
        try askTwice()
        try fixture.workList.write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER stop BEFORE UPDATE ON commitment WHEN OLD.id = 1
                    BEGIN SELECT RAISE(ABORT, 'no'); END
                    """)
        }
        var refused: [Int64] = []
        let ended = try fixture.workList.endOverdueCommitments(of: "archive", refused: { id, _ in refused.append(id) })
        #expect(ended == (again: 1, givenUp: 0) && refused == [1])
        #expect(throws: WorkListError.self) { try fixture.workList.endOverdueCommitments(of: "archive") }
    }

    @Test func `requests that are overdue stay so when the lane is to stop`() throws {
        try askTwice()
        var rounds = 0
        let ended = try fixture.workList.endOverdueCommitments(of: "archive") {
            rounds += 1
            return rounds == 1
        }
        #expect(ended == (again: 1, givenUp: 0))
        #expect(try fixture.workList.endOverdueCommitments(of: "archive") == (again: 1, givenUp: 0))
    }

    @Test func `requests about many objects are removed a few at a time`() throws {
        try fixture.workList.write { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < 6)
                    INSERT INTO commitment (id, direction, peer, transactionUID, state, reason, notBefore, createdAt, changedAt)
                        SELECT 100 + i, 'outgoing', 'old', '1.7.' || i, 'failed', 'gone', 1, 1, i FROM number;
                    WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < 600)
                    INSERT INTO commitmentReference (commitmentRow, sopClassUID, sopInstanceUID)
                        SELECT commitment.id, '1.2', '1.8.' || i FROM commitment, number WHERE peer = 'old';
                    """)
        }
        let largest = watch { if case .delete("commitmentReference") = $0 { true } else { false } }
        var removed: [Int] = []
        repeat {
            removed.append(try fixture.workList.expireCommitments(before: Date(milliseconds: 1000)))
        } while removed.last != 0
        #expect(removed == [2, 2, 2, 0])
        #expect(largest.count == 1200)
    }
}
