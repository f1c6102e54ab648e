package import DICOMCore
package import FoundationEssentials
import GRDB
package import Platform

extension WorkListStore {
    /// A study taken by a reporter process.
    package struct Claim: Sendable {
        package let workItem: WorkItem
        package let studyInstanceUID: String
        /// The eligible ones.
        package let images: [ReceivedImage]
    }

    /// Takes the study that has waited longest, in one UPDATE … RETURNING, so that no two reporters take the same.
    ///
    /// - Returns: nil when nothing waits.
    package func claim(by claimant: Int32, at now: Date = Date()) throws -> Claim? {
        // Reading first keeps an idle reporter from taking the write lock four times a second.
        let isAnyDue = try read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM workItem WHERE state = 'queued' AND notBefore <= ?)",
                arguments: [now.milliseconds]) ?? false
        }
        guard isAnyDue else { return nil }
        return try write { db in
            let item = try WorkItem.fetchOne(
                db,
                sql: """
                    UPDATE workItem SET state = 'drafting', attempt = attempt + 1, claimant = ?, claimedAt = ?,
                        changedAt = ?
                    WHERE id = (SELECT id FROM workItem WHERE state = 'queued' AND notBefore <= ?
                        ORDER BY notBefore, id LIMIT 1)
                    RETURNING *
                    """,
                arguments: [claimant, now.milliseconds, now.milliseconds, now.milliseconds])
            guard let item else { return nil }
            let uid = try String.fetchOne(
                db, sql: "SELECT studyInstanceUID FROM study WHERE id = ?", arguments: [item.studyRow])
            return Claim(
                workItem: item, studyInstanceUID: uid ?? "",
                images: try images(ofStudy: item.studyRow, onlyEligible: true, in: db))
        }
    }

    /// The draft of a claimed study: its report as JSON and its SR document.
    package struct NewDraft: Sendable {
        package let document: InstanceHeader
        /// Relative to the state directory; durable already.
        package let path: String
        package let contents: DurableFile.Contents
        package let report: String
        package let modelName: String
        package let modelVersion: String
        package let weightsSHA256: String
        /// Seconds by stage, a JSON object.
        package let stageSeconds: String

        package init(
            document: InstanceHeader, path: String, contents: DurableFile.Contents, report: String,
            modelName: String, modelVersion: String, weightsSHA256: String, stageSeconds: String
        ) {
            self.document = document
            self.path = path
            self.contents = contents
            self.report = report
            self.modelName = modelName
            self.modelVersion = modelVersion
            self.weightsSHA256 = weightsSHA256
            self.stageSeconds = stageSeconds
        }
    }

    /// Stores a draft, its SR as an instance of the study, and the study's new state in one transaction.
    ///
    /// - Throws: `WorkListError.claimLost` when the study is no longer this claim's, for instance because a late
    ///   image arrived; nothing is stored then.
    package func store(_ draft: NewDraft, for claim: Claim, at now: Date = Date()) throws {
        try write { db in
            let item = try claimedItem(claim, in: db)
            let rows = try draft.document.storeStudyAndSeries(in: db)
            let instanceRow = try draft.document.storeInstance(
                seriesRow: rows.seriesRow, path: draft.path, byteCount: draft.contents.byteCount,
                sha256: draft.contents.sha256, origin: "produced", callingAETitle: nil, at: now.milliseconds, in: db)
            try db.execute(
                sql: """
                    INSERT INTO draft (workItemRow, revision, instanceRow, report, modelName, modelVersion,
                        weightsSHA256, stageSeconds, createdAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    item.id, item.revision, instanceRow, draft.report, draft.modelName, draft.modelVersion,
                    draft.weightsSHA256, draft.stageSeconds, now.milliseconds,
                ])
            try item.apply(.draftStored, at: now, in: db)
        }
    }

    /// Ends a claim without a draft.
    ///
    /// - Parameter notBefore: earliest time of the next attempt, where there is one.
    package func end(_ claim: Claim, with event: WorkItemEvent, notBefore: Date, at now: Date = Date()) throws {
        try write { try claimedItem(claim, in: $0).apply(event, at: now, notBefore: notBefore, in: $0) }
    }

    /// Ends every claim, once no reporter is left; returns how many there were.
    package func endClaims(
        with event: WorkItemEvent, notBefore: Date, at now: Date = Date()
    ) throws -> Int {
        try write { db in
            let items = try WorkItem.fetchAll(db, sql: "SELECT * FROM workItem WHERE state = 'drafting'")
            for item in items { try item.apply(event, at: now, notBefore: notBefore, in: db) }
            return items.count
        }
    }

    /// When the oldest running claim began; nil when no reporter works on anything.
    package func oldestClaim(of claimant: Int32) throws -> Date? {
        try read { db in
            try Int64.fetchOne(
                db, sql: "SELECT min(claimedAt) FROM workItem WHERE state = 'drafting' AND claimant = ?",
                arguments: [claimant])
        }.map(Date.init(milliseconds:))
    }

    private func claimedItem(_ claim: Claim, in db: Database) throws -> WorkItem {
        let item = try WorkItem.fetchOne(
            db, sql: "SELECT * FROM workItem WHERE id = ?", arguments: [claim.workItem.id])
        guard let item, item == claim.workItem else { throw WorkListError.claimLost(workItem: claim.workItem.id) }
        return item
    }
}
