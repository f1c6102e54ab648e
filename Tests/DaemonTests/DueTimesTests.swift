import DICOMCore
import Foundation
import GRDB
import Logging
import Platform
import TestHarness
import Testing
import WorkList

@testable import Daemon
@testable import WorkListDatabase

/// What waits for a time when the clock is set back: the rows are as a clock an hour ahead has written them.
@Suite(.blocking, .serialized)
struct DueTimesTests {
    private func admit(to workList: WorkListStore, at now: Date, quiet: Double) throws {
        var header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.2", sopInstanceUID: "1.2.3.1", studyInstanceUID: "1.2.3",
            seriesInstanceUID: "1.2.3.2", transferSyntaxUID: "1.2.840.10008.1.2.1")
        header.modality = "CT"
        let path = try workList.files.newInstancePath()
        let file = try DurableFile(in: workList.files.incoming)
        Array("bytes".utf8).withUnsafeBytes { file.write($0) }
        let contents = file.contents
        try file.commit(as: workList.files.absolute(path))
        _ = try workList.admit(
            header, path: path, contents: contents, callingAETitle: AETitle("CT1"),
            settleAt: now + quiet, at: now)
    }

    @Test func `a study waits for its quiet period and not until the clock has caught up`() throws {
        let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let workList = try WorkListStore(stateDirectory: directory)
        let now = Date()
        try admit(to: workList, at: now + 3600, quiet: 45)
        let rows = WaitingRows(of: WorkItem.self, in: [.collecting], indexedBy: "workItemByChange")
        #expect(try workList.restamp(rows, at: now) == 1)
        #expect(try workList.restamp(rows, at: now) == 0)
        #expect(try workList.studiesToSettle(at: now + 44, after: nil, limit: 1).isEmpty)
        #expect(try workList.studiesToSettle(at: now + 46, after: nil, limit: 1).count == 1)
    }

    /// A row of each kind that waits for a time: each was changed at 1,000,000 s and waits for 60 s.
    private static let waiting = """
        INSERT INTO study (id, studyInstanceUID) VALUES (1, '1.1');
        INSERT INTO series (id, studyRow, seriesInstanceUID) VALUES (1, 1, '1.1.9');
        INSERT INTO instance (id, seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, path, byteCount, sha256,
            origin, storedAt) VALUES (7, 1, '1.1.9.1', '1.2', '1.2', 'p', 1, zeroblob(32), 'received', 1);
        INSERT INTO workItem (id, studyRow, state, notBefore, createdAt, changedAt)
            VALUES (1, 1, 'collecting', 1000060000, 1, 1000000000);
        INSERT INTO draft (id, workItemRow, revision, instanceRow, report, modelName, modelVersion, weightsSHA256,
            stageSeconds, createdAt) VALUES (1, 1, 1, 7, '{}', 'm', '1', '00', '{}', 1);
        INSERT INTO outbox (id, instanceRow, destination, notBefore, createdAt, changedAt)
            VALUES (1, 7, 'archive', 1000060000, 1, 1000000000);
        INSERT INTO user (login, name, organization, role, createdAt, changedAt)
            VALUES ('mary', 'Doe^Mary', 'Hospital', 'reviewer', 1, 1);
        INSERT INTO session (hash, login, address, startedAt, usedAt, isBySingleSignOn)
            VALUES (zeroblob(32), 'mary', '::1', 999940000, 1000000000, 0);
        INSERT INTO reviewClaim (workItemRow, revision, login, name, openedAt, expiresAt)
            VALUES (1, 1, 'mary', 'Doe^Mary', 1000000000, 1000060000);
        INSERT INTO review (id, workItemRow, draftRow, revision, verdict, login, name, organization, text, openedAt,
            signedAt, editDistance, notBefore, undoUntil)
            VALUES (1, 1, 1, 1, 'accepted', 'mary', 'Doe^Mary', 'Hospital', '{"findings":[],"impression":[]}', 1,
                1000000000, 0, 1000060000, 1000060000);
        INSERT INTO returnedReport (instanceRow, notBefore, createdAt, changedAt) VALUES (7, 1000060000, 1, 1000000000);
        INSERT INTO commitment (id, direction, peer, transactionUID, calledAETitle, state, notBefore, createdAt, changedAt)
            VALUES (1, 'incoming', 'p', '1.5', 'T', 'waiting', 1000060000, 1, 1000000000);
        INSERT INTO unreadHeader VALUES (7, 1000060000);
        """

    private func times(_ workList: WorkListStore) throws -> [String: Int64] {
        try workList.read { db in
            try DueTimes.kinds.reduce(into: [:]) { times, kind in
                for column in kind.columns {
                    let sql = "SELECT \(column) FROM \(kind.table) ORDER BY rowid LIMIT 1"
                    times["\(kind.table).\(column)"] = try Int64.fetchOne(db, sql: sql)
                }
            }
        }
    }

    private func withWaitingRows(_ body: (WorkListStore, DueTimes) throws -> Void) throws {
        let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let workList = try WorkListStore(stateDirectory: directory)
        try workList.write { try $0.execute(sql: Self.waiting) }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try body(workList, DueTimes(workList: workList, logger: logger))
    }

    @Test func `no column with the time that a row waits for is forgotten`() throws {
        try withWaitingRows { workList, _ in
            let found = try workList.read { db in
                try String.fetchSet(
                    db,
                    sql: """
                        SELECT found.name || '.' || column.name
                        FROM sqlite_schema AS found, pragma_table_info(found.name) AS column
                        WHERE found.type = 'table' AND (column.name LIKE '%notBefore%' OR column.name LIKE '%until%'
                            OR column.name LIKE '%expire%' OR column.name LIKE '%due%' OR column.name LIKE '%endsAt%'
                            OR column.name LIKE '%deadline%')
                        """)
            }
            let known = Set(DueTimes.kinds.flatMap { kind in kind.columns.map { "\(kind.table).\($0)" } })
            // An administrator gave a token its end by the calendar.
            #expect(found.subtracting(known) == ["accessToken.expiresAt"])
            #expect(known.subtracting(found) == ["session.startedAt", "session.usedAt"])
        }
    }

    @Test func `whatever waits goes on to wait as long when the clock is set forward, and is not changed again`() throws
    {
        try withWaitingRows { workList, dueTimes in
            let before = try times(workList)
            let now = Date(timeIntervalSince1970: 1_000_010)
            try dueTimes.restamp(at: now, uptime: .seconds(100))
            #expect(try times(workList) == before)
            try dueTimes.restamp(at: now + 3605, uptime: .seconds(105))
            #expect(try times(workList) == before.mapValues { $0 + 3_600_000 })
            try dueTimes.restamp(at: now + 3610, uptime: .seconds(110))
            #expect(try times(workList) == before.mapValues { $0 + 3_600_000 })
        }
    }

    @Test func `a study settles neither early nor late when the clock is set before it is due`()
        throws
    {
        try withWaitingRows { workList, dueTimes in
            // The study is due at 1,000,060 s, 50 s after the first look.
            let now = Date(timeIntervalSince1970: 1_000_010)
            func isDue(at clock: Date, uptime: Int) throws -> Bool {
                let time = dueTimes.time(at: clock, uptime: .seconds(uptime))
                return try !workList.studiesToSettle(at: time, limit: 1).isEmpty
            }
            #expect(dueTimes.time(at: now, uptime: .seconds(100)) == now)
            try dueTimes.restamp(at: now, uptime: .seconds(100))
            // Forward by an hour.
            #expect(try !isDue(at: now + 3601, uptime: 101))
            #expect(try times(workList)["workItem.notBefore"] == 1_003_660_000)
            try dueTimes.restamp(at: now + 3645, uptime: .seconds(145))
            #expect(try !isDue(at: now + 3649, uptime: 149))
            // Back by two hours.
            #expect(try !isDue(at: now - 3551, uptime: 149))
            #expect(try isDue(at: now - 3549, uptime: 151))
            #expect(dueTimes.time(at: now - 3549, uptime: .seconds(151)) == now - 3549)
        }
    }

    @Test func `a look with an earlier reading of the clock undoes no step that was found since`() throws {
        try withWaitingRows { workList, dueTimes in
            let now = Date(timeIntervalSince1970: 1_000_010)
            try dueTimes.restamp(at: now, uptime: .seconds(100))
            try dueTimes.restamp(at: now - 3595, uptime: .seconds(105))
            let after = try times(workList)
            #expect(after["workItem.notBefore"] == 996_460_000)
            // Another thread has read the clock before it was set.
            #expect(dueTimes.time(at: now + 4, uptime: .seconds(104)) == now - 3596)
            #expect(try times(workList) == after)
        }
    }

    @Test func `a row that the work list refuses to change holds up no other when the clock is set`() throws {
        try withWaitingRows { workList, dueTimes in
            try workList.write { db in
                try db.execute(
                    sql: """
                        CREATE TRIGGER stop BEFORE UPDATE ON workItem BEGIN SELECT RAISE(ABORT, 'no'); END;
                        INSERT INTO instance (id, seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, path,
                            byteCount, sha256, origin, storedAt)
                            VALUES (8, 1, '1.1.9.2', '1.2', '1.2', 'q', 1, zeroblob(32), 'received', 1);
                        INSERT INTO outbox (id, instanceRow, destination, notBefore, createdAt, changedAt)
                            VALUES (2, 8, 'archive', 1000060000, 1, 1000000000);
                        CREATE TRIGGER stopOne BEFORE UPDATE ON outbox WHEN OLD.id = 1
                        BEGIN SELECT RAISE(ABORT, 'no'); END;
                        """)
            }
            let now = Date(timeIntervalSince1970: 1_000_010)
            try dueTimes.restamp(at: now, uptime: .seconds(100))
            #expect(throws: WorkListError.self) { try dueTimes.restamp(at: now + 3605, uptime: .seconds(105)) }
            let outbox = try workList.read { try Int64.fetchAll($0, sql: "SELECT notBefore FROM outbox ORDER BY id") }
            #expect(outbox == [1_000_060_000, 1_003_660_000])
            #expect(try times(workList)["returnedReport.notBefore"] == 1_003_660_000)
        }
    }

    @Test func `a step that is too small to shift rows ends no wait early`() throws {
        try withWaitingRows { workList, dueTimes in
            let now = Date(timeIntervalSince1970: 1_000_010)
            try dueTimes.restamp(at: now, uptime: .seconds(100))
            #expect(dueTimes.time(at: now + 2, uptime: .seconds(101)) == now + 1)
            #expect(dueTimes.time(at: now, uptime: .seconds(101)) == now)
        }
    }

    @Test(arguments: [(-3600.0, 3_600_000), (-10, 10_000)])
    func `jobs that wait when the clock is set back wait as long as they were to`(step: Double, less: Int) throws {
        try withWaitingRows { workList, dueTimes in
            let jobs = ["workItem", "outbox", "commitment", "returnedReport"]
            let now = Date(timeIntervalSince1970: 1_000_020)
            try dueTimes.restamp(at: now, uptime: .seconds(100))
            for round in [5.0, 10] {
                try dueTimes.restamp(at: now + step + round, uptime: .seconds(100 + round))
                let after = try times(workList)
                for job in jobs {
                    #expect(after["\(job).notBefore"] == 1_000_060_000 - Int64(less), "\(job), \(round)")
                }
            }
        }
    }

    @Test func `a job that was changed after the clock was set back is left as it is`() throws {
        try withWaitingRows { workList, dueTimes in
            // Changed at 1,000,000 s: after the step, which the look at 1,000,002 s finds.
            let now = Date(timeIntervalSince1970: 1_000_007)
            try dueTimes.restamp(at: now, uptime: .seconds(100))
            try dueTimes.restamp(at: now - 5, uptime: .seconds(105))
            #expect(try times(workList)["workItem.notBefore"] == 1_000_060_000)
        }
    }

    @Test func `nothing waits until a clock that was set back has caught up`() throws {
        try withWaitingRows { workList, dueTimes in
            let now = Date(timeIntervalSince1970: 900_000)
            try dueTimes.restamp(at: now)
            // `finishVerdicts` ends the time to withdraw a verdict.
            let after = try times(workList).filter { $0.key != "review.undoUntil" }
            for (name, time) in after {
                #expect(abs(time - now.milliseconds) <= 600_000, "\(name) is \(time)")
            }
            #expect(after["session.usedAt"] == now.milliseconds)
            try dueTimes.restamp(at: now + 1)
            #expect(try times(workList).filter { $0.key != "review.undoUntil" } == after)
        }
    }

    @Test func `a clock that was set back by less than a row waits changes it once`() throws {
        try withWaitingRows { workList, dueTimes in
            let now = Date(timeIntervalSince1970: 999_970)
            try dueTimes.restamp(at: now, uptime: .seconds(100))
            let after = try times(workList)
            #expect(after["workItem.notBefore"] == 1_000_030_000)
            #expect(after["review.notBefore"] == 999_999_999)
            for round in [5.0, 10.0, 20.0] {
                try dueTimes.restamp(at: now + round, uptime: .seconds(100 + round))
                #expect(try times(workList) == after, "\(round)")
            }
        }
    }

    @Test func `a claim that was renewed lasts no longer when the clock is set back`() throws {
        try withWaitingRows { workList, dueTimes in
            // Opened long before, and renewed until 1,000,060 s.
            try workList.write { try $0.execute(sql: "UPDATE reviewClaim SET openedAt = 990000000") }
            let now = Date(timeIntervalSince1970: 1_000_010)
            try dueTimes.restamp(at: now, uptime: .seconds(100))
            for round in [5.0, 10.0] {
                try dueTimes.restamp(at: now - 3600 + round, uptime: .seconds(100 + round))
                #expect(try times(workList)["reviewClaim.expiresAt"] == 1_000_060_000 - 3_600_000, "\(round)")
            }
        }
    }

    @Test func `a study that a clock ahead has written settles in the running daemon`() throws {
        let daemon = try TestDaemon()
        try admit(to: try daemon.workList(), at: .now + 3600, quiet: 0)
        #expect(try daemon.waitFor([.ineligible: 1]))
        // It is logged after the rows are written.
        #expect(eventually { daemon.log.contains("the clock was set back") })
    }
}
