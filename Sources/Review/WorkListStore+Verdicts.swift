package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// What a reviewer wants done with a draft.
package enum ReviewDecision: Sendable, Equatable {
    /// Sign it as it is.
    case accept
    /// Sign this in its place; where nothing is changed, that is an acceptance.
    case edit(SignedText)
    case reject(RejectionReason, comment: String?)
    /// Add this to what was signed.
    case addend(SignedText)
}

extension WorkListStore {
    /// Decides about a draft, for whoever has it open, or in one step where nobody has.
    ///
    /// - Parameters:
    ///   - workItem: id of the study's work item.
    ///   - login: of the reviewer.
    ///   - account: who acts for the reviewer, where that is somebody else.
    ///   - revision: of the draft that the reviewer read. Nil means the one that this reviewer opened last, or, where
    ///     that is none, what is there.
    /// - Returns: the verdict as it stands on record; its documents follow.
    /// - Throws: `ReviewError`, for instance because another image came after the draft was opened.
    package func sign(
        _ decision: ReviewDecision, of workItem: Int64, by login: String, through account: String? = nil,
        havingRead revision: Int? = nil, at now: Date = Date()
    ) throws -> ReviewRecord {
        try write { db in
            let reviewer = try Self.reviewer(login, in: db)
            var item = try WorkItem.fetch(workItem, in: db)
            let read = try revision ?? ReviewClaim.revisionOpenedLast(of: item, by: login, in: db)
            if let read, read != item.revision {
                throw ReviewError.studyChanged(sinceRevision: read, state: item.state)
            }
            if case .addend(let text) = decision {
                return try Self.addend(text, to: item, by: reviewer, through: account, at: now, in: db)
            }
            try Self.refuseWhileReportIsRead(of: item, in: db)
            var openedAt = now
            let held = try item.state == .inReview ? ReviewClaim.fetch(of: item, in: db) : nil
            if let held, held.login == login {
                openedAt = held.openedAt
            } else {
                item = try Self.drafted(item, held: held, at: now, in: db)
                try item.apply(.opened, at: now, in: db)
                item = try WorkItem.fetch(workItem, in: db)
            }
            let draft = try StoredDraft.fetch(of: item, in: db)
            let new = try NewReview(decision, on: draft.text, by: reviewer, openedAt: min(openedAt, now), signedAt: now)
            if let event = new.event { try item.apply(event, at: now, in: db) }
            let id = try new.store(on: draft, in: db)
            try Act.record(
                new.actKind, by: login, about: item.studyRow,
                detail: new.detail(id: id, of: draft, through: account), at: now, in: db)
            return try Self.review(id, in: db)
        }
    }

    /// The verdicts and addenda of a study, in the order they were signed.
    package func reviews(of workItem: Int64) throws -> [ReviewRecord] {
        try read {
            try ReviewRecord.fetchAll(
                $0, sql: "SELECT * FROM review WHERE workItemRow = ? ORDER BY id", arguments: [workItem])
        }
    }

    /// A signed report that came back and is not read yet may be the verdict: nobody gives another one meanwhile.
    static func refuseWhileReportIsRead(of item: WorkItem, in db: Database) throws {
        let isWaiting = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM series JOIN instance ON instance.seriesRow = series.id
                    JOIN returnedReport ON returnedReport.instanceRow = instance.id
                    WHERE series.studyRow = ? AND returnedReport.state IN ('pending', 'reading'))
                """,
            arguments: [item.studyRow])
        if isWaiting == true { throw ReviewError.reportIsRead }
    }

    static func review(_ id: Int64, in db: Database) throws -> ReviewRecord {
        let review = try ReviewRecord.fetchOne(db, sql: "SELECT * FROM review WHERE id = ?", arguments: [id])
        guard let review else {
            throw WorkListError.unexpected("a review is missing")
        }
        return review
    }

    private static func addend(
        _ text: SignedText, to item: WorkItem, by reviewer: Reviewer, through account: String?, at now: Date,
        in db: Database
    ) throws -> ReviewRecord {
        guard item.state == .accepted || item.state == .edited else {
            throw ReviewError.nothingSigned(item.state)
        }
        let draft = try StoredDraft.fetch(of: item, in: db)
        let new = try NewReview(.addend(text), on: draft.text, by: reviewer, openedAt: now, signedAt: now)
        let id = try new.store(on: draft, in: db)
        try Act.record(
            new.actKind, by: reviewer.login, about: item.studyRow,
            detail: new.detail(id: id, of: draft, through: account), at: now, in: db)
        return try Self.review(id, in: db)
    }
}
