package import DICOMCore
package import FoundationEssentials
import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// A study that a reporter process has claimed.
    package struct Claim: Sendable {
        package let workItem: WorkItem
        package let studyInstanceUID: String
        /// The eligible images of the study.
        package let images: [ReceivedImage]
        /// Documents of earlier revisions, the latest of each form; the new documents replace them.
        package let predecessors: [ReportForm: InstanceReference]
    }

    /// Selects the queued study to draft next: of those with the highest priority, and of these with the fewest attempts,
    /// the next sender's, and of these the one that has been due longest. A study that ended the reporter is tried again
    /// after all that were not tried yet, and a sender of thousands does not delay the others.
    ///
    /// It takes a few look-ups in `workItemClaimable` per priority in use, however many studies are queued. `?1` is the
    /// current time, `?2` the sender whose turn was last.
    static let nextToClaim = """
        WITH RECURSIVE level(priority) AS (
            SELECT max(priority) FROM workItem INDEXED BY workItemClaimable
            WHERE state = 'queued' AND heldAt IS NULL
            UNION ALL
            SELECT (SELECT max(priority) FROM workItem INDEXED BY workItemClaimable
                WHERE state = 'queued' AND heldAt IS NULL AND priority < level.priority)
            FROM level WHERE level.priority IS NOT NULL)
        SELECT due.id FROM level CROSS JOIN (\(attempts)) AS used CROSS JOIN workItem AS due ON due.id = ifnull(
            (SELECT id FROM workItem INDEXED BY workItemClaimable
                WHERE state = 'queued' AND heldAt IS NULL AND priority = level.priority AND attempt = used.attempt
                    AND callingAETitle > ?2 AND notBefore <= ?1
                ORDER BY callingAETitle, notBefore, id LIMIT 1),
            (SELECT id FROM workItem INDEXED BY workItemClaimable
                WHERE state = 'queued' AND heldAt IS NULL AND priority = level.priority AND attempt = used.attempt
                    AND notBefore <= ?1
                ORDER BY callingAETitle, notBefore, id LIMIT 1))
        ORDER BY level.priority DESC, used.attempt LIMIT 1
        """

    /// The numbers of attempts that a queued study may have used, as rows.
    private static let attempts = (0..<WorkItemState.maximumAttempts).map { "SELECT \($0) AS attempt" }
        .joined(separator: " UNION ALL ")

    /// Claims the next queued study: the highest priority first, then what was not tried yet, then senders in turn, each
    /// with what has waited longest. Studies on hold are skipped.
    ///
    /// - Parameter sender: AE title of the sender whose turn was last; "" before the first.
    /// - Returns: nil when no study is due.
    package func claim(by claimant: Int32, after sender: String = "", at now: Date = Date()) throws -> Claim? {
        let due = JobQuery<WorkItem>("workItem.id = (\(Self.nextToClaim))", [now.milliseconds, sender])
        return try claim(due, by: claimant, at: now) { item, db in
            Claim(
                workItem: item, studyInstanceUID: try item.studyInstanceUID(in: db),
                images: try images(ofStudy: item.studyRow, onlyEligible: true, in: db),
                predecessors: try documents(before: item, in: db))
        }.first
    }

    /// Stores a draft, its documents as instances of the study with their destinations, and the study's new state in
    /// one transaction.
    ///
    /// - Throws: `WorkItemError.claimLost` when the claim is no longer held, for instance because a late image arrived;
    ///   nothing is stored then.
    package func store(_ draft: NewDraft, for claim: Claim, at now: Date = Date()) throws {
        try write { db in
            let item = claim.workItem
            try checkClaim(item, in: db)
            let instanceRows = try draft.documents.map { try Self.store($0, at: now, in: db) }
            try db.execute(
                sql: """
                    INSERT INTO draft (workItemRow, revision, instanceRow, report, modelName, modelVersion,
                        weightsSHA256, stageSeconds, attention, createdAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    item.id, item.revision, instanceRows.first, draft.report, draft.modelName, draft.modelVersion,
                    draft.weightsSHA256, draft.stageSeconds, try draft.attention?.json, now.milliseconds,
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
    /// - Parameter notBefore: earliest time of the next attempt, if there is one.
    package func end(_ claim: Claim, with event: WorkItemEvent, notBefore: Date, at now: Date = Date()) throws {
        try settle(claim.workItem, as: event, notBefore: notBefore, at: now)
    }

    /// Ends all claims on studies after the reporter process has ended.
    ///
    /// - Returns: the number of studies that were being drafted.
    package func endClaims(
        with event: WorkItemEvent, notBefore: Date, at now: Date = Date()
    ) throws -> Int {
        try write { try apply(event, toAll: JobQuery<WorkItem>.claimed, notBefore: notBefore, at: now, in: $0).count }
    }

    /// Time when the oldest claim of a reporter process on a study began; nil when it has none.
    package func oldestClaim(of claimant: Int32) throws -> Date? {
        try oldestClaim(among: WorkItem.self, of: claimant)
    }

    /// The study that a reporter process is drafting; nil while it drafts none.
    package func studyBeingDrafted(by claimant: Int32) throws -> String? {
        try read { db in
            try String.fetchOne(
                db,
                sql: """
                    SELECT study.studyInstanceUID FROM workItem JOIN study ON study.id = workItem.studyRow
                    WHERE workItem.state = 'drafting' AND workItem.claimant = ?
                    """,
                arguments: [claimant])
        }
    }

    private func documents(before item: WorkItem, in db: Database) throws -> [ReportForm: InstanceReference] {
        let documents = try StoredDocument.fetchAll(
            """
            SELECT draftDocument.form, draftDocument.instanceRow
            FROM draft JOIN draftDocument ON draftDocument.draftRow = draft.id
            WHERE draft.workItemRow = ? AND draft.revision < ?
            """, [item.id, item.revision], in: db)
        return Dictionary(documents.map { ($0.form, $0.reference) }) { _, later in later }
    }
}
