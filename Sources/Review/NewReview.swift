import DICOMCore
import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// The parts of a draft that a verdict needs.
struct StoredDraft {
    let row: Int64
    let workItemRow: Int64
    let revision: Int
    let text: DraftText

    private enum Columns: String, ColumnExpression {
        case id, workItemRow, revision, report
    }

    init(row: Row) throws {
        self.row = row[Columns.id]
        workItemRow = row[Columns.workItemRow]
        revision = row[Columns.revision]
        text = try DraftText(report: row[Columns.report])
    }

    /// Returns the draft of a work item's current revision.
    static func fetch(of item: WorkItem, in db: Database) throws -> StoredDraft {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM draft WHERE workItemRow = ? AND revision = ?", arguments: [item.id, item.revision])
        guard let row else { throw ReviewError.notReviewable(item.state) }
        return try StoredDraft(row: row)
    }
}

/// A verdict to be recorded, compared with the draft.
struct NewReview {
    let verdict: ReviewVerdict
    let reviewer: Reviewer
    let text: SignedText?
    let reason: RejectionReason?
    let comment: String?
    let openedAt: Date
    let signedAt: Date
    /// Changes to the draft; nil for a rejection, for an addendum, and when no draft was offered.
    let comparison: TextComparison?
    /// Findings that the draft and the signed text state; nil for a rejection, for an addendum, when no draft was offered,
    /// and if the labeler cannot read one of them.
    let findings: (draft: FindingSet, signed: FindingSet)?
    /// The films and text that the reviewer looked at; nil for a verdict that was not made on the page.
    var attention: ReviewAttention?
    /// The time until which it can be withdrawn; nil for a verdict that is final at once.
    var undoUntil: Date?

    /// - Throws: `ReviewError` when this decision is not possible for the draft.
    init(
        _ decision: ReviewDecision, on draft: DraftText, by reviewer: Reviewer, openedAt: Date, signedAt: Date
    ) throws {
        self.reviewer = reviewer
        self.openedAt = openedAt
        self.signedAt = signedAt
        var (reason, comment): (RejectionReason?, String?) = (nil, nil)
        switch decision {
        case .accept:
            if let abstention = draft.abstention {
                throw ReviewError.noDraftOffered(reason: abstention)
            }
            (verdict, text) = (.accepted, draft.unchanged)
        case .edit(let signed):
            if signed.isEmpty { throw ReviewError.emptyText }
            let isUnchanged = draft.abstention == nil && TextComparison(from: draft, to: signed).isUnchanged
            (verdict, text) = (isUnchanged ? .accepted : .edited, signed)
        case .reject(let why, let words):
            (verdict, text) = (.rejected, nil)
            (reason, comment) = (why, words)
        case .addend(let added):
            if added.isEmpty { throw ReviewError.emptyText }
            (verdict, text) = (.addended, added)
        }
        self.reason = reason
        self.comment = comment
        let changesDraft = (verdict == .accepted || verdict == .edited) && draft.abstention == nil
        comparison = changesDraft ? text.map { TextComparison(from: draft, to: $0) } : nil
        let signed = changesDraft ? text.flatMap(FindingSet.init(statedIn:)) : nil
        findings = signed.flatMap { signed in FindingSet(statedIn: draft).map { ($0, signed) } }
    }

    /// Event for the work item of the study; nil when its state does not change.
    var event: WorkItemEvent? {
        switch verdict {
        case .accepted: .accepted
        case .edited: .edited
        case .rejected: .rejected(reason: reason?.rawValue ?? "")
        case .addended: nil
        }
    }

    var actKind: Act.Kind {
        switch verdict {
        case .accepted: .accepted
        case .edited: .edited
        case .rejected: .rejected
        case .addended: .addended
        }
    }

    /// Details of the act, in addition to actor, time and study.
    func detail(id: Int64, of draft: StoredDraft, through account: String?) -> [String: String] {
        var detail = [
            "review": "\(id)", "workItem": "\(draft.workItemRow)", "revision": "\(draft.revision)",
            "verdict": verdict.rawValue,
        ]
        detail["reason"] = reason?.rawValue
        detail["editDistance"] = comparison.map { "\($0.editDistance)" }
        detail["account"] = account
        return detail.merging(attention?.detail ?? [:]) { first, _ in first }
    }

    /// - Parameter returnedInstanceRow: the signed report that a workstation sent back, if it is the document.
    /// - Returns: id of the row.
    func store(on draft: StoredDraft, returnedInstanceRow: Int64? = nil, in db: Database) throws -> Int64 {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        try db.execute(
            sql: """
                INSERT INTO review (id, workItemRow, draftRow, revision, verdict, login, name, organization, codeValue,
                    codingScheme, codeMeaning, text, reason, comment, openedAt, signedAt, editDistance, documentState,
                    notBefore, returnedInstanceRow, attention, undoUntil, draftFindings, signedFindings)
                VALUES (1 + max(ifnull((SELECT max(id) FROM review), 0), ifnull((SELECT max(id) FROM withdrawnReview), 0)),
                    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                draft.workItemRow, draft.row, draft.revision, verdict.rawValue, reviewer.login, reviewer.name,
                reviewer.organization, reviewer.code?.value, reviewer.code?.scheme, reviewer.code?.meaning,
                try text.map { String(decoding: try encoder.encode($0), as: UTF8.self) }, reason?.rawValue, comment,
                openedAt.milliseconds, signedAt.milliseconds, comparison?.editDistance,
                returnedInstanceRow == nil ? "pending" : "returned", (undoUntil ?? signedAt).milliseconds,
                returnedInstanceRow, try attention.map { String(decoding: try encoder.encode($0), as: UTF8.self) },
                undoUntil?.milliseconds, findings?.draft.rawValue, findings?.signed.rawValue,
            ])
        let id = db.lastInsertedRowID
        for (position, sentence) in (comparison?.sentences ?? []).enumerated() {
            try db.execute(
                sql: """
                    INSERT INTO reviewSentence (reviewRow, position, change, section, draftSentence, finding)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id, position, sentence.change.rawValue, sentence.section.rawValue, sentence.draftSentence,
                    sentence.draftSentence.flatMap { draft.text.sentences[$0].findings.first },
                ])
        }
        return id
    }
}
