import Auditing
import Delivery
import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Retention
@testable import WorkList
@testable import WorkListDatabase

struct RemovalTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    /// A drafted study with its files, and what it owes to these peers, brought to an end state.
    private func study(_ number: Int, _ state: WorkItemState = .accepted, destinations: [String] = []) throws {
        try fixture.queue(study: number)
        let claim = try #require(try fixture.workList.claim(by: 1))
        try fixture.workList.store(fixture.draft(of: claim, destinations: destinations), for: claim)
        try fixture.workList.write { db in
            let id = claim.workItem.id
            try db.execute(sql: "UPDATE workItem SET state = 'inReview' WHERE id = ?", arguments: [id])
            try db.execute(
                sql: "UPDATE workItem SET state = ?, changedAt = ? WHERE id = ?",
                arguments: [state.rawValue, number, id])
        }
        for path in try paths() where !FileManager.default.fileExists(atPath: fixture.workList.files.absolute(path)) {
            try Data("x".utf8).write(to: URL(filePath: fixture.workList.files.absolute(path)))
        }
    }

    private func paths() throws -> [String] {
        try fixture.workList.read { try String.fetchAll($0, sql: "SELECT path FROM instance") }
    }

    private func candidates(_ limit: Int = 99) throws -> [RetentionCandidate] {
        try fixture.workList.retentionCandidates(
            in: RetentionPolicy.endStates, unchangedSince: .now, after: .start, limit: limit
        ).candidates
    }

    private func remove(_ candidates: [RetentionCandidate]) throws -> Removal {
        defer { _ = try? fixture.workList.removeListedFiles() }
        return try fixture.workList.remove(candidates, for: .age, by: "retention").removal
    }

    @Test func `a study goes with its rows and files, and the act outlives it`() throws {
        try study(1, destinations: ["archive"])
        let row = try #require(try fixture.workList.claimOutbox(for: "archive", by: 1, limit: 1).first)
        try fixture.workList.settle(row, as: .accepted, status: 0)
        _ = try fixture.extendTrail()
        let files = try paths().map(fixture.workList.files.absolute)
        #expect(files.count == 2)
        let removal = try remove(try candidates())
        #expect(removal.studies == 1 && removal.bytes == 20)
        #expect(!files.contains { FileManager.default.fileExists(atPath: $0) })
        for table in ["study", "series", "instance", "workItem", "draft", "outbox", "outboxHistory", "removedFile"] {
            let count = try fixture.workList.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
            #expect(count == 0, "\(table)")
        }
        let act = try #require(try fixture.workList.acts().last)
        #expect(act.kind == .removed && act.actor == "retention" && act.studyInstanceUID == "1.1")
        #expect(act.patientID == "P1")
        #expect(act.detail == ["cause": "age", "state": "accepted", "instances": "2", "bytes": "20", "revision": "1"])
        let told = try fixture.extendTrail()
        #expect(told.map(\.event) == ["110105"])
    }

    @Test func `a study that comes again after it went makes drafts of later revisions`() throws {
        for revision in 1...2 {
            try study(1)
            let found = try fixture.workList.read { try Int.fetchOne($0, sql: "SELECT revision FROM workItem") }
            #expect(found == revision, "the identifier of a draft is a function of it")
            _ = try fixture.extendTrail()
            #expect(try remove(try candidates()).studies == 1)
        }
    }

    @Test func `a study is held while anything of it is undelivered`() throws {
        try study(1, destinations: ["archive"])
        _ = try fixture.extendTrail()
        #expect(try candidates().first?.holds == [.undelivered])
        let row = try #require(try fixture.workList.claimOutbox(for: "archive", by: 1, limit: 1).first)
        #expect(try candidates().first?.holds == [.undelivered, .unaudited])
        try fixture.workList.settle(row, as: .refused(reason: "no", isPermanent: true), status: 0xC000)
        _ = try fixture.extendTrail()
        #expect(try candidates().first?.holds == [.undelivered])
        try fixture.workList.write { db in
            try db.execute(
                sql:
                    "UPDATE outbox SET state = 'queued', reason = NULL; UPDATE outbox SET state = 'sending', claimant = 1"
            )
            try db.execute(sql: "UPDATE outbox SET state = 'delivered', claimant = NULL, status = 0")
        }
        _ = try fixture.extendTrail()
        #expect(try candidates().first?.holds == [])
        for commitment in ["requested", "failed", "timedOut"] {
            try fixture.workList.write { try $0.execute(sql: "UPDATE outbox SET commitment = '\(commitment)'") }
            #expect(try candidates().first?.holds == [.undelivered], "\(commitment)")
        }
        try fixture.workList.write { try $0.execute(sql: "UPDATE outbox SET commitment = 'committed'") }
        #expect(try candidates().first?.holds == [])
    }

    @Test func `a study whose draft went out and whose next one failed is held for a reviewer`() throws {
        let item = try fixture.draftStudy()
        try fixture.admit(instance: 2)
        try fixture.workList.write { db in
            try db.execute(
                sql:
                    "UPDATE workItem SET state = 'queued'; UPDATE workItem SET state = 'drafting', claimant = 1, claimedAt = 1"
            )
            try db.execute(
                sql:
                    "UPDATE workItem SET state = 'failed', claimant = NULL, claimedAt = NULL, reason = 'no' WHERE id = ?",
                arguments: [item])
        }
        _ = try fixture.extendTrail()
        #expect(try candidates().first?.holds == [.unreviewed])
    }

    @Test func `a file that cannot be removed stays listed and holds up no other`() throws {
        try study(1)
        try fixture.workList.write { db in
            try db.execute(sql: "INSERT INTO removedFile (path) VALUES ('instances'), ('unlisted/gone.dcm')")
        }
        #expect(try fixture.workList.removeListedFiles() != nil)
        let left = try fixture.workList.read { try String.fetchAll($0, sql: "SELECT path FROM removedFile") }
        #expect(left == ["instances"], "a directory is no file")
    }

    @Test func `a study is held by a promise, by an administrator and until its audit record`() throws {
        try study(1)
        #expect(try candidates().first?.holds == [.unaudited])
        _ = try fixture.extendTrail()
        try fixture.workList.write { db in
            try db.execute(
                sql: """
                    INSERT INTO commitment (id, direction, peer, transactionUID, calledAETitle, state, notBefore,
                        createdAt, changedAt) VALUES (1, 'incoming', 'p', '1', 'T', 'reported', 0, 0, 0);
                    INSERT INTO commitmentReference (commitmentRow, sopClassUID, sopInstanceUID, result)
                    VALUES (1, '1', '1.1.1.1', 0);
                    UPDATE workItem SET heldAt = 1, heldBy = 'x', holdReason = 'x';
                    """)
        }
        #expect(try candidates().first?.holds == [.held, .promised])
    }

    @Test func `a study is held while a document of its review is not written`() throws {
        try study(1)
        _ = try fixture.extendTrail()
        try fixture.workList.write { db in
            try db.execute(
                sql: """
                    INSERT INTO review (workItemRow, draftRow, revision, verdict, login, name, organization, text,
                        openedAt, signedAt, editDistance, notBefore)
                    VALUES (1, 1, 1, 'accepted', 'jane', 'X', 'Y', '{"findings":[],"impression":[]}', 0, 0, 0, 0)
                    """)
        }
        for (state, holds) in [("pending", [RetentionPolicy.Hold.unwritten]), ("written", [])] {
            try fixture.workList.write { db in
                try db.execute(sql: "DROP TRIGGER IF EXISTS reviewTransition")
                try db.execute(sql: "UPDATE review SET documentState = ?", arguments: [state])
            }
            #expect(try candidates().first?.holds == holds)
        }
        #expect(try remove(try candidates()).studies == 1)
    }

    @Test func `what has changed since it was looked at stays`() throws {
        try study(1)
        _ = try fixture.extendTrail()
        let old = try candidates()
        try fixture.admit(study: 1, instance: 2)
        #expect(try remove(old) == Removal())
        #expect(try paths().count == 3)
    }

    @Test func `pages of all states come oldest first, and no unreviewed study is in them`() throws {
        for (number, state) in [(3, WorkItemState.accepted), (1, .rejected), (2, .edited)] { try study(number, state) }
        try fixture.queue(study: 4)
        try fixture.admit(study: 5)
        #expect(try candidates().map(\.studyInstanceUID) == ["1.1", "1.2", "1.3"])
        var place: WorkListStore.RetentionPlace? = .start
        var seen: [String] = []
        while let start = place {
            let page = try fixture.workList.retentionCandidates(
                in: RetentionPolicy.endStates, unchangedSince: .now, after: start, limit: 2)
            seen += page.candidates.map(\.studyInstanceUID)
            place = page.next
        }
        #expect(seen == ["1.1", "1.2", "1.3"])
    }

    @Test
    func `files of a removal that a process did not live to end go at the next start, and are none without a row`()
        throws
    {
        let path = try fixture.workList.files.newInstancePath()
        try Data("x".utf8).write(to: URL(filePath: fixture.workList.files.absolute(path)))
        try fixture.workList.write { try $0.execute(sql: "INSERT INTO removedFile VALUES (?)", arguments: [path]) }
        #expect(try fixture.workList.setAsideUnlistedFiles() == 0)
        try fixture.workList.removeListedFiles()
        #expect(!FileManager.default.fileExists(atPath: fixture.workList.files.absolute(path)))
        try fixture.workList.removeListedFiles()
    }

    @Test func `what lay in quarantine long enough goes with one act`() throws {
        try fixture.admit()
        for number in 1...3 {
            let path = fixture.workList.files.newQuarantinePath()
            try Data("12345".utf8).write(to: URL(filePath: fixture.workList.files.absolute(path)))
            try fixture.workList.recordQuarantined(
                Fixture.header(), path: path, contents: Fixture.contents(UInt8(number + 1)),
                callingAETitle: Fixture.calling, reason: "x", at: Date(timeIntervalSince1970: Double(number)))
        }
        let end = Date(timeIntervalSince1970: 2.5)
        #expect(try fixture.workList.quarantined(before: end) == Removal(), "not recorded yet")
        _ = try fixture.extendTrail()
        #expect(try fixture.workList.quarantined(before: end).bytes == 20)
        #expect(
            try fixture.workList.removeQuarantined(before: end, by: "retention", limit: 9).removal.quarantined == 2)
        try fixture.workList.removeListedFiles()
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(fixture.directory)/quarantine").count == 1)
        #expect(try fixture.workList.acts().map(\.detail) == [["cause": "age", "quarantined": "2", "bytes": "20"]])
    }

    @Test func `a study and a quarantined object that the work list refuses to remove keep no others`() throws {
        for number in 1...3 { try study(number) }
        for number in 1...3 {
            try fixture.workList.recordQuarantined(
                Fixture.header(), path: "quarantine/\(number).dcm", contents: Fixture.contents(UInt8(number + 1)),
                callingAETitle: Fixture.calling, reason: "x", at: Date(timeIntervalSince1970: Double(number)))
        }
        _ = try fixture.extendTrail()
        try fixture.workList.write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER stuckStudy BEFORE DELETE ON study WHEN OLD.studyInstanceUID = '1.2'
                    BEGIN SELECT RAISE(ABORT, 'stuck'); END;
                    CREATE TRIGGER stuckObject BEFORE DELETE ON quarantine WHEN OLD.path = 'quarantine/2.dcm'
                    BEGIN SELECT RAISE(ABORT, 'stuck'); END;
                    """)
        }
        var policy = RetentionPolicy()
        policy.reviewedDays = 1
        policy.quarantineDays = 1
        let report = try RetentionSweep(policy, workList: fixture.workList)
            .run(by: "retention", isConfirmed: true, at: Date() + 3 * 86_400)
        #expect(report.removable["age"]?.studies == 2 && report.quarantined.quarantined == 2, "what really went")
        #expect(report.failures.map(\.subject) == ["quarantine/2.dcm", "1.2"])
        #expect(report.failures.allSatisfy { $0.reason.contains("stuck") })
        #expect(try candidates().map(\.studyInstanceUID) == ["1.2"])
        #expect(try fixture.workList.acts().count { $0.kind == .removed } == 3, "none for what stayed")
        #expect(try fixture.workList.lastRetentionRun()?.studies == 2)
    }

    @Test func `the removal of one study among many looks into no whole table`() throws {
        try study(1)
        let missing = try fixture.workList.read { db in
            // A child table whose key to its parent no index begins with is searched whole for each parent that goes;
            // the integer that is a table's primary key is the table's own order.
            try String.fetchAll(
                db,
                sql: """
                    SELECT child.name || '.' || key."from" FROM sqlite_schema AS child, pragma_foreign_key_list(child.name) AS key
                    WHERE child.type = 'table' AND NOT EXISTS (
                        SELECT 1 FROM pragma_index_list(child.name) AS list, pragma_index_info(list.name) AS part
                        WHERE part.seqno = 0 AND part.name = key."from")
                    AND NOT EXISTS (
                        SELECT 1 FROM pragma_table_info(child.name) AS own
                        WHERE own.pk = 1 AND own.type = 'INTEGER' AND own.name = key."from")
                    """)
        }
        #expect(missing.isEmpty, "\(missing)")
    }

    @Test func `what went to a peer that must commit is kept from the delivery on, until it has`() throws {
        try study(1, destinations: ["archive"])
        let row = try #require(try fixture.workList.claimOutbox(for: "archive", by: 1, limit: 1).first)
        try fixture.workList.settle(row, as: .accepted, status: 0)
        _ = try fixture.extendTrail()
        func holds(_ committing: Set<String>) throws -> [[RetentionPolicy.Hold]] {
            try fixture.workList.retentionCandidates(
                in: RetentionPolicy.endStates, unchangedSince: .now, after: .start, limit: 9, committing: committing
            ).candidates.map(\.holds)
        }
        #expect(try holds(["archive", "o'ther"]) == [[.undelivered]])
        #expect(try holds(["other"]) == [[]])
        // A batch from before the delivery to such a peer does not go either.
        let kept = try fixture.workList.remove(
            candidates(), for: .age, by: "retention", committing: ["archive"]
        ).removal
        #expect(kept.studies == 0)
        try fixture.workList.write { try $0.execute(sql: "UPDATE outbox SET commitment = 'committed'") }
        #expect(try holds(["archive"]) == [[]])
    }
}
