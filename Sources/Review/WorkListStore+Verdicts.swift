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

    /// The text that the reviewer typed; nil for the other decisions.
    fileprivate var text: SignedText? {
        switch self {
        case .edit(let text), .addend(let text): text
        case .accept, .reject: nil
        }
    }
}

/// Belongs to a verdict on the review page: the films and text that the reviewer looked at, and the seconds for which the
/// verdict can be withdrawn.
package struct PageReading: Sendable {
    let attention: ReviewAttention
    let undoSeconds: Int
    let blind: BlindReading
    /// `ReviewNote.version` of the reviewer's unsigned text that the page knows; nil if it knows none.
    let knownNote: Int64?

    package init(
        _ attention: ReviewAttention, undoSeconds: Int, blind: BlindReading = .none, knownNote: Int64? = nil
    ) {
        self.attention = attention
        self.knownNote = knownNote
        self.undoSeconds = undoSeconds
        self.blind = blind
    }

    /// Time until which a signature can be withdrawn; nil if it is final at once.
    fileprivate func undoUntil(at now: Date) -> Date? { undoSeconds > 0 ? now + Double(undoSeconds) : nil }

    /// - Throws: `ReviewError.malformed` if it lists more than any draft has.
    fileprivate func check() throws(ReviewError) {
        let counts = [attention.seen.count, attention.readElsewhere.count, attention.decided.count]
        guard counts.allSatisfy({ $0 <= ReviewAttention.limit }) else {
            throw .malformed(line: nil, problem: "more than \(ReviewAttention.limit) films or decisions are listed")
        }
        guard Set(attention.decided.map(\.subject)).count == attention.decided.count else {
            throw .malformed(line: nil, problem: "a sentence or finding has two decisions")
        }
    }
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
    ///   - page: the films and text that the reviewer looked at, for a verdict on the page. The reviewer must then have the
    ///     study open.
    /// - Returns: the recorded verdict; its documents are written later.
    /// - Throws: `ReviewError`, for instance when another image arrived after the draft was opened.
    package func sign(
        _ decision: ReviewDecision, of workItem: Int64, by login: String, through account: String? = nil,
        havingRead revision: Int? = nil, on page: PageReading? = nil, at now: Date = Date()
    ) throws -> ReviewRecord {
        switch decision {
        case .edit(let text), .addend(let text): try text.check()
        case .accept, .reject: break
        }
        try page?.check()
        return try write { db in
            let reviewer = try Self.reviewer(login, in: db)
            var item = try WorkItem.fetch(workItem, in: db)
            let read = try revision ?? ReviewClaim.revisionOpenedLast(of: item, by: login, in: db)
            if let read, read != item.revision {
                throw ReviewError.studyChanged(sinceRevision: read, state: item.state)
            }
            if let page, let text = decision.text {
                try ReviewNote.refuseUnknown(
                    of: workItem, by: login, known: page.knownNote, unless: { $0.states(text) }, in: db)
            }
            if case .addend(let text) = decision {
                let review = try Self.addend(
                    text, to: item, by: reviewer, through: account, undoUntil: page?.undoUntil(at: now), at: now, in: db
                )
                try ReviewNote.remove(signedBy: review, onPage: page != nil, in: db)
                return review
            }
            var openedAt = now
            if let page {
                _ = try Self.ownClaim(on: item, by: login, havingRead: item.revision, in: db)
                if case .accept = decision {
                    try ReviewNote.refuseUnknown(of: workItem, by: login, known: page.knownNote, in: db)
                }
                let reader = DraftReader(login: login, blind: page.blind)
                guard try !Self.withholdsDraft(of: item, from: reader, in: db) else {
                    throw ReviewError.impressionMissing
                }
            }
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
            var new = try NewReview(decision, on: draft.text, by: reviewer, openedAt: min(openedAt, now), signedAt: now)
            if let page {
                try ReviewDemand(draft: draft.text, films: Film.fetch(ofStudy: item.studyRow, in: db))
                    .check(new.verdict, page.attention)
                new.attention = page.attention
                new.undoUntil = page.undoUntil(at: now)
            }
            if let event = new.event { try item.apply(event, at: now, in: db) }
            let id = try new.store(on: draft, in: db)
            try Act.record(
                new.actKind, by: login, about: item.studyRow,
                detail: new.detail(id: id, of: draft, through: account), at: now, in: db)
            let review = try Self.review(id, in: db)
            try ReviewNote.remove(signedBy: review, onPage: page != nil, in: db)
            if new.undoUntil == nil { try finish(review, at: now, in: db) }
            return review
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
        _ text: SignedText, to item: WorkItem, by reviewer: Reviewer, through account: String?, undoUntil: Date?,
        at now: Date, in db: Database
    ) throws -> ReviewRecord {
        guard item.state == .accepted || item.state == .edited else {
            throw ReviewError.nothingSigned(item.state)
        }
        let draft = try StoredDraft.fetch(of: item, in: db)
        var new = try NewReview(.addend(text), on: draft.text, by: reviewer, openedAt: now, signedAt: now)
        new.undoUntil = undoUntil
        let id = try new.store(on: draft, in: db)
        try Act.record(
            new.actKind, by: reviewer.login, about: item.studyRow,
            detail: new.detail(id: id, of: draft, through: account), at: now, in: db)
        return try Self.review(id, in: db)
    }
}
