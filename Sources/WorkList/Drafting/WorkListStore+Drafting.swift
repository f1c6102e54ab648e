package import DICOMCore
package import FoundationEssentials
import GRDB
import Platform
package import WorkListDatabase

extension WorkListStore {
    /// A study taken by a reporter process.
    package struct Claim: Sendable {
        package let workItem: WorkItem
        package let studyInstanceUID: String
        /// The eligible ones.
        package let images: [ReceivedImage]
        /// What an earlier revision's draft wrote, the latest of each form: what this one's documents replace.
        package let predecessors: [ReportForm: InstanceReference]
    }

    /// The queued study that is due since longest among those of the highest priority that has any: two look-ups in
    /// `workItemClaimable` for each priority there is, however many studies wait. `?1` is now.
    static let nextToClaim = """
        WITH RECURSIVE level(priority) AS (
            SELECT max(priority) FROM workItem INDEXED BY workItemClaimable
            WHERE state = 'queued' AND heldAt IS NULL
            UNION ALL
            SELECT (SELECT max(priority) FROM workItem INDEXED BY workItemClaimable
                WHERE state = 'queued' AND heldAt IS NULL AND priority < level.priority)
            FROM level WHERE level.priority IS NOT NULL)
        SELECT due.id FROM level CROSS JOIN workItem AS due ON due.id = (
            SELECT id FROM workItem INDEXED BY workItemClaimable
            WHERE state = 'queued' AND heldAt IS NULL AND priority = level.priority AND notBefore <= ?1
            ORDER BY notBefore, id LIMIT 1)
        ORDER BY level.priority DESC LIMIT 1
        """

    /// Takes the most urgent study, of several the one that has waited longest, and none that is held; in one UPDATE …
    /// RETURNING, so that no two reporters take the same.
    ///
    /// - Returns: nil when nothing waits.
    package func claim(by claimant: Int32, at now: Date = Date()) throws -> Claim? {
        // Reading first keeps an idle reporter from taking the write lock four times a second.
        let isAnyDue = try read { db in
            try Int64.fetchOne(db, sql: Self.nextToClaim, arguments: [now.milliseconds]) != nil
        }
        guard isAnyDue else { return nil }
        return try write { db in
            let item = try WorkItem.fetchOne(
                db,
                sql: """
                    UPDATE workItem SET state = 'drafting', attempt = attempt + 1, claimant = ?2, claimedAt = ?1,
                        changedAt = ?1
                    WHERE id = (\(Self.nextToClaim))
                    RETURNING *
                    """,
                arguments: [now.milliseconds, claimant])
            guard let item else { return nil }
            let uid = try String.fetchOne(
                db, sql: "SELECT studyInstanceUID FROM study WHERE id = ?", arguments: [item.studyRow])
            return Claim(
                workItem: item, studyInstanceUID: uid ?? "",
                images: try images(ofStudy: item.studyRow, onlyEligible: true, in: db),
                predecessors: try documents(before: item, in: db))
        }
    }

    /// Stores a draft, its documents as instances of the study with the destinations they go to, and the study's new
    /// state in one transaction.
    ///
    /// - Throws: `WorkItemError.claimLost` when the study is no longer this claim's, for instance because a late
    ///   image arrived; nothing is stored then.
    package func store(_ draft: NewDraft, for claim: Claim, at now: Date = Date()) throws {
        try write { db in
            let item = try claimedItem(claim, in: db)
            let instanceRows = try draft.documents.map { try Self.store($0, at: now, in: db) }
            try db.execute(
                sql: """
                    INSERT INTO draft (workItemRow, revision, instanceRow, report, modelName, modelVersion,
                        weightsSHA256, stageSeconds, createdAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    item.id, item.revision, instanceRows.first, draft.report, draft.modelName, draft.modelVersion,
                    draft.weightsSHA256, draft.stageSeconds, now.milliseconds,
                ])
            let draftRow = db.lastInsertedRowID
            for (document, instanceRow) in zip(draft.documents, instanceRows) {
                try db.execute(
                    sql: "INSERT INTO draftDocument (draftRow, form, instanceRow) VALUES (?, ?, ?)",
                    arguments: [draftRow, document.form.rawValue, instanceRow])
            }
            try item.apply(.draftStored, at: now, in: db)
        }
    }

    /// Ends a claim without a draft.
    ///
    /// - Parameter notBefore: earliest time of the next attempt, where there is one.
    package func end(_ claim: Claim, with event: WorkItemEvent, notBefore: Date, at now: Date = Date()) throws {
        try write { try claimedItem(claim, in: $0).apply(event, at: now, notBefore: notBefore, in: $0) }
    }

    /// Ends every claim of a study, once no reporter process is left.
    ///
    /// - Returns: how many studies were being drafted.
    package func endClaims(
        with event: WorkItemEvent, notBefore: Date, at now: Date = Date()
    ) throws -> Int {
        try write { db in
            let items = try WorkItem.fetchAll(db, sql: "SELECT * FROM workItem WHERE state = 'drafting'")
            for item in items { try item.apply(event, at: now, notBefore: notBefore, in: db) }
            return items.count
        }
    }

    /// When the oldest running claim of a reporter process on a study began; nil if it has none.
    package func oldestClaim(of claimant: Int32) throws -> Date? {
        try read { db in
            try Int64.fetchOne(
                db, sql: "SELECT min(claimedAt) FROM workItem WHERE state = 'drafting' AND claimant = ?",
                arguments: [claimant])
        }.map(Date.init(milliseconds:))
    }

    private func documents(before item: WorkItem, in db: Database) throws -> [ReportForm: InstanceReference] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT draftDocument.form, study.studyInstanceUID, series.seriesInstanceUID, instance.sopClassUID,
                    instance.sopInstanceUID
                FROM draft JOIN draftDocument ON draftDocument.draftRow = draft.id
                JOIN instance ON instance.id = draftDocument.instanceRow
                JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
                WHERE draft.workItemRow = ? AND draft.revision < ? ORDER BY draft.revision
                """,
            arguments: [item.id, item.revision])
        return rows.reduce(into: [:]) { documents, row in
            guard let form = ReportForm(rawValue: row["form"]) else { return }
            documents[form] = InstanceReference(
                studyInstanceUID: row["studyInstanceUID"], seriesInstanceUID: row["seriesInstanceUID"],
                sopClassUID: row["sopClassUID"], sopInstanceUID: row["sopInstanceUID"])
        }
    }

    private func claimedItem(_ claim: Claim, in db: Database) throws -> WorkItem {
        let item = try WorkItem.fetchOne(
            db, sql: "SELECT * FROM workItem WHERE id = ?", arguments: [claim.workItem.id])
        guard let item, item == claim.workItem else { throw WorkItemError.claimLost(workItem: claim.workItem.id) }
        return item
    }
}
