package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// Verdicts and addenda of the review page can be withdrawn for some seconds. Until then they are not final: no document is
/// written and nothing is sent. The time is in the row, so a closed browser or a restart changes nothing.
extension WorkListStore {
    /// Withdraws the reviewer's latest verdict or addendum on a study, unless another signature follows it. After a verdict
    /// the study is open again with the signed text as a note; after an addendum the signed report stays as it was.
    ///
    /// - Parameter minutes: minutes until the claim expires.
    /// - Returns: the claim on the study that is open again; nil after an addendum.
    /// - Throws: `ReviewError.nothingToWithdraw` when the reviewer's last signature is final, and
    ///   `ReviewError.studyChanged` when another image arrived after a verdict.
    @discardableResult package func withdrawVerdict(
        of workItem: Int64, by login: String, through account: String? = nil, for minutes: Int, at now: Date = Date()
    ) throws -> ReviewClaim? {
        try write { db in
            let reviewer = try Self.reviewer(login, in: db)
            let item = try WorkItem.fetch(workItem, in: db)
            let review = try ReviewRecord.fetchOne(
                db,
                sql: """
                    SELECT * FROM review
                    WHERE workItemRow = ?1 AND login = ?2 AND undoUntil > ?3 AND documentState = 'pending'
                        AND id = (SELECT max(id) FROM review WHERE workItemRow = ?1)
                    """,
                arguments: [workItem, login, now.milliseconds])
            guard let review else { throw ReviewError.nothingToWithdraw }
            guard
                review.verdict == .addended
                    || review.revision == item.revision && item.state.rawValue == review.verdict.rawValue
            else {
                throw ReviewError.studyChanged(sinceRevision: review.revision, state: item.state)
            }
            try db.execute(
                sql: """
                    INSERT INTO withdrawnReview (id, workItemRow, revision, verdict, login, signedAt, withdrawnAt)
                    SELECT id, workItemRow, revision, verdict, login, signedAt, max(?, signedAt) FROM review WHERE id = ?
                    """,
                arguments: [now.milliseconds, review.id])
            try db.execute(sql: "DELETE FROM review WHERE id = ?", arguments: [review.id])
            let claim =
                try review.verdict == .addended
                ? nil : reopen(item, after: review, by: reviewer, for: minutes, at: now, in: db)
            try Self.keepText(of: review, at: now, in: db)
            var detail = [
                "review": "\(review.id)", "workItem": "\(item.id)", "revision": "\(review.revision)",
                "verdict": review.verdict.rawValue,
            ]
            detail["account"] = account
            try Act.record(.withdrawn, by: login, about: item.studyRow, detail: detail, at: now, in: db)
            return claim
        }
    }

    /// Makes the text of a withdrawn signature the reviewer's note, unless a later one was typed meanwhile. An accepted draft
    /// has no text of the reviewer.
    private static func keepText(of review: ReviewRecord, at now: Date, in db: Database) throws {
        guard review.verdict != .accepted, let text = review.text else { return }
        let stored = try ReviewNote.fetch(of: review.workItemRow, by: review.reviewer.login, in: db)
        guard stored.map({ $0.savedAt <= review.signedAt }) ?? true else { return }
        let note = ReviewNote(
            findings: text.findings.joined(separator: "\n\n"), impression: text.impression.joined(separator: "\n\n"),
            revision: review.revision, savedAt: ReviewNote.time(at: now, replacing: stored))
        try note.store(of: review.workItemRow, by: review.reviewer.login, in: db)
    }

    /// Opens a study again after its verdict was withdrawn.
    private func reopen(
        _ item: WorkItem, after review: ReviewRecord, by reviewer: Reviewer, for minutes: Int, at now: Date,
        in db: Database
    ) throws -> ReviewClaim {
        try item.apply(.withdrawn, at: now, in: db)
        try ReviewClaim.store(
            for: item, reviewer, openedAt: min(review.openedAt, now), expiresAt: now + Double(minutes) * 60, in: db)
        guard let claim = try ReviewClaim.fetch(of: item, in: db) else {
            throw WorkItemError.claimLost(workItem: item.id)
        }
        return claim
    }

    /// Makes verdicts final whose time to be withdrawn is over; returns how many. A verdict that the work list refuses to change
    /// does not delay the others.
    ///
    /// A verdict signed more than two seconds in the future becomes final too: the clock was set back, and the documents would
    /// wait until it has caught up.
    ///
    /// - Parameter page: how many become final in one transaction.
    /// - Throws: why the first was refused, after the others became final.
    package func finishVerdicts(at now: Date = Date(), page: Int = 100) throws -> Int {
        try endDue { db, place in
            try ReviewRecord.fetchAll(
                db,
                sql: """
                    SELECT * FROM review WHERE undoUntil IS NOT NULL AND (undoUntil <= ? OR signedAt > ?)
                        AND (undoUntil, id) > (?, ?) ORDER BY undoUntil, id LIMIT ?
                    """,
                // Threads read the clock at different instants.
                arguments: [now.milliseconds, (now + 2).milliseconds, place.time, place.id, page])
        } place: { review in
            DuePlace(time: review.undoUntil?.milliseconds ?? .max, id: review.id)
        } end: { review, db in
            try finish(review, at: now, in: db)
        }
    }

    /// Makes a verdict final: it can no longer be withdrawn, and reports that wait for confirmation of its draft are set
    /// aside.
    func finish(_ review: ReviewRecord, at now: Date, in db: Database) throws {
        try db.execute(sql: "UPDATE review SET undoUntil = NULL WHERE id = ?", arguments: [review.id])
        guard review.verdict != .addended else { return }
        let item = try WorkItem.fetch(review.workItemRow, in: db)
        try Incident.close(.patient, ofStudyRow: item.studyRow, at: now, in: db)
        let row = try Row.fetchOne(db, sql: "SELECT * FROM draft WHERE id = ?", arguments: [review.draftRow])
        guard let row else { return }
        try setAsideWaiting(ofStudy: item.studyRow, since: try StoredDraft(row: row), at: now, in: db)
    }
}
