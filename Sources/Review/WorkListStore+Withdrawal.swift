package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// Verdicts of the review page can be withdrawn for some seconds. Until then they are not final: no document is written
/// and nothing is sent. The time is in the row, so a closed browser or a restart changes nothing.
extension WorkListStore {
    /// Withdraws the reviewer's verdict on a study. The study is open again, with the signed text as a note.
    ///
    /// - Parameter minutes: minutes until the claim expires.
    /// - Throws: `ReviewError.nothingToWithdraw` when the reviewer has no verdict on the study that is not final, and
    ///   `ReviewError.studyChanged` when another image arrived since.
    package func withdrawVerdict(
        of workItem: Int64, by login: String, through account: String? = nil, for minutes: Int, at now: Date = Date()
    ) throws -> ReviewClaim {
        try write { db in
            let reviewer = try Self.reviewer(login, in: db)
            let item = try WorkItem.fetch(workItem, in: db)
            let review = try ReviewRecord.fetchOne(
                db,
                sql: """
                    SELECT * FROM review
                    WHERE workItemRow = ? AND login = ? AND undoUntil > ? AND documentState = 'pending'
                    ORDER BY id DESC LIMIT 1
                    """,
                arguments: [workItem, login, now.milliseconds])
            guard let review else { throw ReviewError.nothingToWithdraw }
            guard review.revision == item.revision, item.state.rawValue == review.verdict.rawValue else {
                throw ReviewError.studyChanged(sinceRevision: review.revision, state: item.state)
            }
            try db.execute(
                sql: """
                    INSERT INTO withdrawnReview (id, workItemRow, revision, verdict, login, signedAt, withdrawnAt)
                    SELECT id, workItemRow, revision, verdict, login, signedAt, max(?, signedAt) FROM review WHERE id = ?
                    """,
                arguments: [now.milliseconds, review.id])
            try db.execute(sql: "DELETE FROM review WHERE id = ?", arguments: [review.id])
            try item.apply(.withdrawn, at: now, in: db)
            try ReviewClaim.store(
                for: item, reviewer, openedAt: min(review.openedAt, now), expiresAt: now + Double(minutes) * 60, in: db)
            if let text = review.text {
                let note = ReviewNote(
                    findings: text.findings.joined(separator: "\n\n"),
                    impression: text.impression.joined(separator: "\n\n"), revision: review.revision, savedAt: now)
                try note.store(of: workItem, by: login, in: db)
            }
            var detail = [
                "review": "\(review.id)", "workItem": "\(item.id)", "revision": "\(review.revision)",
                "verdict": review.verdict.rawValue,
            ]
            detail["account"] = account
            try Act.record(.withdrawn, by: login, about: item.studyRow, detail: detail, at: now, in: db)
            guard let claim = try ReviewClaim.fetch(of: item, in: db) else {
                throw WorkItemError.claimLost(workItem: workItem)
            }
            return claim
        }
    }

    /// Makes the verdicts final whose time for withdrawal has passed, and returns their number.
    package func finishVerdicts(at now: Date = Date()) throws -> Int {
        let condition = "SELECT * FROM review WHERE undoUntil <= ? ORDER BY undoUntil LIMIT 100"
        // Reads before it writes, because usually no verdict is due.
        guard try read({ try Row.fetchOne($0, sql: condition, arguments: [now.milliseconds]) }) != nil else { return 0 }
        return try write { db in
            let due = try ReviewRecord.fetchAll(db, sql: condition, arguments: [now.milliseconds])
            for review in due { try finish(review, at: now, in: db) }
            return due.count
        }
    }

    /// Makes a verdict final: it can no longer be withdrawn, reports that wait for confirmation of its draft are set
    /// aside, and notes on the draft are removed.
    func finish(_ review: ReviewRecord, at now: Date, in db: Database) throws {
        try db.execute(sql: "UPDATE review SET undoUntil = NULL WHERE id = ?", arguments: [review.id])
        guard review.verdict != .addended else { return }
        let row = try Row.fetchOne(db, sql: "SELECT * FROM draft WHERE id = ?", arguments: [review.draftRow])
        guard let row else { return }
        let item = try WorkItem.fetch(review.workItemRow, in: db)
        try setAsideWaiting(ofStudy: item.studyRow, since: try StoredDraft(row: row), at: now, in: db)
        try ReviewNote.removeAll(of: item.id, upTo: review.revision, in: db)
    }
}
