import Administration
import DICOMCore
import Foundation
import GRDB
import Platform
import TestHarness
import Testing
import WorkListDatabase

@testable import WorkList

/// `backup`, `restore` and `verify` of a work list with a row in every table of the schema.
@Suite(.blocking) struct EveryRowTests {
    private let place: Administered

    init() throws { place = try Administered() }

    /// Rows that no other command makes here: a draft with its document, its review and delivery, a returned report, a
    /// promise, and so on. The instances 1 to 3 are stored, work item 1 is queued.
    private static let rows = """
        INSERT INTO draft (id, workItemRow, revision, instanceRow, report, modelName, modelVersion, weightsSHA256,
            stageSeconds, createdAt) VALUES (1, 1, 1, 2, '{}', 'm', '1', '00', '{}', 1);
        INSERT INTO draftDocument VALUES (1, 'basic-text-sr', 2);
        INSERT INTO outbox (id, instanceRow, destination, notBefore, createdAt, changedAt)
            VALUES (1, 2, 'archive', 1, 1, 1);
        UPDATE outbox SET state = 'failed', reason = 'r';
        INSERT INTO user (login, name, organization, role, createdAt, changedAt)
            VALUES ('mary', 'Doe^Mary', 'Hospital', 'reviewer', 1, 1);
        INSERT INTO password VALUES ('mary', zeroblob(32), zeroblob(16), 1, 1, 1, 1);
        INSERT INTO session (hash, login, address, startedAt, usedAt, isBySingleSignOn)
            VALUES (zeroblob(32), 'mary', '::1', 1, 1, 0);
        INSERT INTO userSettings VALUES ('mary', 'en', 'dark', 1, 1.0);
        INSERT INTO textMacro VALUES ('mary', 'clear', 'The lungs are clear.');
        INSERT INTO displayCheck VALUES ('mary', 'b', '2560 × 1440', 1, 1);
        INSERT INTO reviewNote VALUES (1, 'mary', 1, 'f', 'i', 1);
        INSERT INTO firstImpression VALUES (1, 1, 'mary', 'normal', '', NULL, 0, 1);
        INSERT INTO withdrawnReview VALUES (2, 1, 1, 'accepted', 'mary', 1, 2);
        INSERT INTO draftFinding VALUES (1, 'Pneumonia', 'present');
        INSERT INTO reviewClaim VALUES (1, 1, 'mary', 'Doe^Mary', 1, 2);
        INSERT INTO review (id, workItemRow, draftRow, revision, verdict, login, name, organization, text, openedAt,
            signedAt, editDistance, notBefore)
            VALUES (1, 1, 1, 1, 'accepted', 'mary', 'Doe^Mary', 'Hospital', '{"findings":[],"impression":[]}', 1, 1, 0, 1);
        INSERT INTO reviewDocument VALUES (1, 'enhanced-sr', 3);
        INSERT INTO pendingWithdrawal VALUES (2, 1);
        INSERT INTO reviewSentence VALUES (1, 0, 'added', 'findings', NULL, NULL);
        INSERT INTO returnedReport (instanceRow, notBefore, createdAt, changedAt) VALUES (3, 1, 1, 1);
        INSERT INTO commitment (id, direction, peer, transactionUID, calledAETitle, state, notBefore, createdAt, changedAt)
            VALUES (1, 'incoming', 'p', '1.5', 'T', 'reported', 1, 1, 1);
        INSERT INTO commitmentReference (commitmentRow, sopClassUID, sopInstanceUID, result) VALUES (1, '1.2', '1.3', 0);
        INSERT INTO caller (callingAETitle, address, calledAETitle, implementation, firstSeenAt, lastSeenAt, accepted,
            refused, stored, asked, needed) VALUES ('A', '::1', 'T', 'i', 1, 1, 1, 0, 0, '[]', '[]');
        INSERT INTO auditMessage VALUES (1, 1, '110100', 0, NULL, 'm', zeroblob(32), zeroblob(32));
        INSERT INTO unreadHeader VALUES (1, 1);
        INSERT INTO accessToken VALUES ('viewer1', zeroblob(32), 1, 0, 1, NULL, NULL, NULL);
        INSERT INTO removedFile VALUES ('instances/gone.dcm');
        INSERT INTO retentionRun VALUES (1, 1, 0, 0, 0);
        INSERT INTO incident (at, source, message, hint) VALUES (1, 's', 'm', 'h');
        """

    private static let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"

    /// Every row of every table as text.
    private func contents(of workList: WorkListStore) throws -> [String: [String]] {
        try workList.read { db in
            try String.fetchAll(db, sql: Self.tables).reduce(into: [:]) { contents, table in
                contents[table] = try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"").map { "\($0)" }.sorted()
            }
        }
    }

    private func fill() throws {
        try place.store()
        try place.queue()
        try place.quarantine("other bytes")
        for (number, origin) in [(2, "produced"), (3, "received")] {
            let path = try place.workList.files.newInstancePath()
            let contents = try place.write("document \(number)", to: path)
            try place.workList.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO instance (id, seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, path,
                            byteCount, sha256, origin, storedAt) VALUES (?, 1, ?, '1.2', '1.2', ?, ?, ?, ?, 1)
                        """,
                    arguments: [
                        number, "1.9.\(number)", path, contents.byteCount, Data(contents.sha256), origin,
                    ])
            }
        }
        try place.workList.write { try $0.execute(sql: Self.rows) }
        try place.workList.record(.exported, by: "root")
    }

    @Test func `a backup restores every kind of row that the schema knows, with its file`() throws {
        try fill()
        let before = try contents(of: place.workList)
        // A table that a later migration adds is empty here: add a row of it to `rows`.
        let empty = before.filter(\.value.isEmpty).keys.sorted()
        #expect(empty.isEmpty, "add a row of \(empty) to this test")
        let (backup, new) = ("\(place.root)/backup", "\(place.root)/new")
        let written = try place.run("backup", backup)
        #expect(written.status == 0 && written.output.contains("4 linked"), "\(written)")
        let restored = try place.run("restore", backup, "--state-directory", new)
        #expect(restored.status == 0 && restored.output.contains("5 files"), "\(restored)")
        let verified = try place.run("verify", "--state-directory", new)
        #expect(verified.status == 0 && verified.output.contains("4 files"), "\(verified)")

        var after = try contents(of: WorkListStore(stateDirectory: new, for: .asking))
        #expect(after["act"]?.count == (before["act"]?.count ?? 0) + 1, "the restore")
        #expect(after["incident"]?.count == (before["incident"]?.count ?? 0) + 2, "lost decisions; that it was running")
        let open = try WorkListStore(stateDirectory: new, for: .asking).openIncidents(limit: 9)
        #expect(open.map(\.source) == ["restore"], "the incident of the running restore is closed")
        for table in ["act", "incident"] { after[table]?.removeAll { !(before[table] ?? []).contains($0) } }
        for table in before.keys.sorted() { #expect(after[table] == before[table], "\(table)") }
        try place.workList.eachListedFile { (file: ListedFile) throws in
            let (old, restored) = ("\(place.directory)/\(file.path)", "\(new)/\(file.path)")
            #expect(try DurableFile.Contents(ofFileAt: old) == DurableFile.Contents(ofFileAt: restored))
            return true
        }
    }

    @Test func `every table with a file is one that a backup copies`() throws {
        let withFiles = try place.workList.read { db in
            try String.fetchSet(
                db,
                sql: """
                    SELECT name FROM (\(Self.tables)) AS found WHERE EXISTS (
                        SELECT 1 FROM pragma_table_info(found.name) AS column
                        WHERE column.name LIKE '%path%' OR column.name LIKE '%file%')
                    """)
        }
        // `removedFile` lists what is to be deleted, which no backup keeps.
        #expect(withFiles == Set(ListedFile.Kind.allCases.map(\.rawValue)).union(["removedFile"]))
    }
}
