import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import WorkListDatabase

struct SignedReportsMigrationTests {
    /// A work list of before the migration, with a draft that has two verdicts and a returned report in each state.
    private func old(in directory: String) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let queue = try DatabaseQueue(path: WorkListStore.path(in: directory))
        try queue.write { db in
            Schema.functions.forEach { db.add(function: $0) }
            try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            for migration in Schema.migrations where !migration.name.hasPrefix("20 ") {
                try db.execute(sql: migration.sql)
                try db.execute(sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: [migration.name])
            }
            try db.execute(sql: Fixture.rows(ofInstance: "produced"))
            try db.execute(
                sql: """
                    INSERT INTO instance (id, seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, path,
                        byteCount, sha256, origin, storedAt)
                    SELECT 10 + value, 1, '1.1.77.' || value, '1.2', '1.2', 'p' || value, 1, zeroblob(32), 'received', 1
                    FROM json_each('[1, 2, 3, 4, 5]');
                    INSERT INTO workItem (id, studyRow, state, notBefore, createdAt, changedAt)
                    VALUES (1, 1, 'drafted', 1, 1, 1);
                    INSERT INTO draft (id, workItemRow, revision, instanceRow, report, modelName, modelVersion, weightsSHA256,
                        stageSeconds, createdAt) VALUES (1, 1, 1, 7, '{}', 'm', '1', '0', '{}', 1);
                    INSERT INTO review (id, workItemRow, draftRow, revision, verdict, login, name, organization, text,
                        openedAt, signedAt, editDistance, documentState, notBefore, returnedInstanceRow)
                    SELECT value, 1, 1, 1, 'accepted', 'WS', 'Roe', '', '{"findings": [], "impression": []}', 1, 1, 0,
                        'returned', 1, 10 + value FROM json_each('[1, 2]');
                    INSERT INTO returnedReport (id, instanceRow, state, attempt, notBefore, claimant, claimedAt, reason,
                        reviewRow, createdAt, changedAt)
                    VALUES (1, 11, 'signs', 1, 1, NULL, NULL, NULL, 1, 5, 6),
                        (2, 12, 'signs', 1, 1, NULL, NULL, NULL, 2, 5, 6),
                        (3, 13, 'pending', 0, 1, NULL, NULL, NULL, NULL, 5, 6),
                        (4, 14, 'reading', 1, 1, 99, 7, NULL, NULL, 5, 6),
                        (5, 15, 'unreadable', 3, 1, NULL, NULL, 'broken', NULL, 5, 6);
                    """)
        }
        try queue.close()
    }

    @Test func `every returned report and verdict is kept, and no report of before may sign`() throws {
        let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try old(in: directory)
        let workList = try WorkListStore(stateDirectory: directory)
        let kept = try workList.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM returnedReport ORDER BY id").map { row in
                "\(row["instanceRow"] as Int) \(row["state"] as String) \(row["maySign"] as Int)"
                    + " \(row["createdAt"] as Int) \(row["reason"] as String? ?? "-")"
            }
        }
        #expect(
            kept == [
                "11 signs 0 5 -", "12 signs 0 5 -", "13 pending 0 5 -", "14 reading 0 5 -", "15 unreadable 0 5 broken",
            ])
        let count = "SELECT count(*) FROM review"
        #expect(try workList.read { try Int.fetchOne($0, sql: count) } == 2)
        let error = #expect(throws: WorkListError.self) {
            try workList.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO review (workItemRow, draftRow, revision, verdict, login, name, organization, text,
                            openedAt, signedAt, editDistance, notBefore)
                        SELECT workItemRow, draftRow, revision, verdict, login, name, organization, text, openedAt,
                            signedAt, editDistance, notBefore FROM review WHERE id = 1
                        """)
            }
        }
        #expect("\(try #require(error))".contains("a draft has one verdict"))
    }
}
