package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// A reviewer's decision on a draft.
package enum ReviewDecision: Sendable, Equatable, Codable {
    /// Sign the draft unchanged.
    case accept
    /// Sign this text instead of the draft; if it equals the draft, this is an acceptance.
    case edit(SignedText)
    case reject(RejectionReason, comment: String?)
    /// Add this text to the signed report.
    case addend(SignedText)
}

extension WorkListStore {
    /// Signs a decision on a draft. The reviewer either has it open, or opens and signs it in one step when it is not
    /// open.
    ///
    /// - Parameters:
    ///   - workItem: id of the study's work item.
    ///   - login: login of the reviewer.
    ///   - account: account that acts for the reviewer, if it is a different person.
    ///   - revision: revision of the draft that the reviewer read. Nil means the one that this reviewer opened last, or
    ///     the current one if this reviewer has opened no revision.
    /// - Returns: the recorded verdict; its documents are written later.
    /// - Throws: `ReviewError`, for instance when another image arrived after the draft was opened.
    package func sign(
        _ decision: ReviewDecision, of workItem: Int64, by login: String, through account: String? = nil,
        havingRead revision: Int? = nil, at now: Date = Date()
    ) throws -> ReviewRecord {
        switch decision {
        case .edit(let text), .addend(let text): try text.check()
        case .accept, .reject: break
        }
        return try write { db in
            let reviewer = try Self.reviewer(login, in: db)
            var item = try WorkItem.fetch(workItem, in: db)
            let read = try revision ?? ReviewClaim.revisionOpenedLast(of: item, by: login, in: db)
            if let read, read != item.revision {
                throw ReviewError.studyChanged(sinceRevision: read, state: item.state)
            }
            if case .addend(let text) = decision {
                return try Self.addend(text, to: item, by: reviewer, through: account, at: now, in: db)
            }
            var openedAt = now
            let held = try item.state == .inReview ? ReviewClaim.fetch(of: item, in: db) : nil
            if let held, held.login == login {
                openedAt = held.openedAt
            } else {
                item = try Self.drafted(item, held: held, at: now, in: db)
                try Self.refuseWhileReportIsRead(of: item, at: now, in: db)
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
            try setAsideWaiting(ofStudy: item.studyRow, since: draft, at: now, in: db)
            return try Self.review(id, in: db)
        }
    }

    /// Returns the verdicts and addenda of a study, in the order of signing.
    package func reviews(of workItem: Int64) throws -> [ReviewRecord] {
        try read {
            try ReviewRecord.fetchAll(
                $0, sql: "SELECT * FROM review WHERE workItemRow = ? ORDER BY id", arguments: [workItem])
        }
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
