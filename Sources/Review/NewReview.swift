import DICOMCore
import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// A draft as a verdict needs it.
struct StoredDraft {
    let row: Int64
    let workItemRow: Int64
    let revision: Int
    let text: DraftText

    init(row: Row) throws {
        self.row = row["id"]
        workItemRow = row["workItemRow"]
        revision = row["revision"]
        text = try DraftText(report: row["report"])
    }

    /// The draft of a work item's revision.
    static func fetch(of item: WorkItem, in db: Database) throws -> StoredDraft {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM draft WHERE workItemRow = ? AND revision = ?", arguments: [item.id, item.revision])
        guard let row else { throw ReviewError.notReviewable(item.state) }
        return try StoredDraft(row: row)
    }
}

/// A verdict that is about to be put on record, with what it did to the draft.
struct NewReview {
    let verdict: ReviewVerdict
    let reviewer: Reviewer
    let text: SignedText?
    let reason: RejectionReason?
    let comment: String?
    let openedAt: Date
    let signedAt: Date
    /// Nil of what changes no draft: a rejection, an addendum, a report where no draft was offered.
    let comparison: TextComparison?

    /// - Throws: `ReviewError` where the draft cannot be decided about like that.
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
    }

    /// What it does to the study's work item; nil where that stays as it is.
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

    /// What is put on record of it beside who, when and about which study.
    func detail(id: Int64, of draft: StoredDraft, through account: String?) -> [String: String] {
        var detail = [
            "review": "\(id)", "workItem": "\(draft.workItemRow)", "revision": "\(draft.revision)",
            "verdict": verdict.rawValue,
        ]
        detail["reason"] = reason?.rawValue
        detail["editDistance"] = comparison.map { "\($0.editDistance)" }
        detail["account"] = account
        return detail
    }

    /// - Parameter returnedInstanceRow: the signed report that a workstation sent, where it is the document.
    /// - Returns: the row's id.
    func store(on draft: StoredDraft, returnedInstanceRow: Int64? = nil, in db: Database) throws -> Int64 {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try db.execute(
            sql: """
                INSERT INTO review (workItemRow, draftRow, revision, verdict, login, name, organization, codeValue,
                    codingScheme, codeMeaning, text, reason, comment, openedAt, signedAt, editDistance, documentState,
                    notBefore, returnedInstanceRow)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                draft.workItemRow, draft.row, draft.revision, verdict.rawValue, reviewer.login, reviewer.name,
                reviewer.organization, reviewer.code?.value, reviewer.code?.scheme, reviewer.code?.meaning,
                try text.map { String(decoding: try encoder.encode($0), as: UTF8.self) }, reason?.rawValue, comment,
                openedAt.milliseconds, signedAt.milliseconds, comparison?.editDistance,
                returnedInstanceRow == nil ? "pending" : "returned", signedAt.milliseconds, returnedInstanceRow,
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
