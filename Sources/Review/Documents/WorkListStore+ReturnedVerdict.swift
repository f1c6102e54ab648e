import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// Applies a returned report to the draft that it names.
extension WorkListStore {
    /// The draft that a returned report names.
    struct NamedDraft {
        let draft: StoredDraft
        /// Whether the report names a signed document, which makes it an addendum.
        let wasSigned: Bool
    }

    /// SQL for the documents of drafts and verdicts, and for returned reports, each with its draft.
    private static let documents = """
        SELECT draftRow, instanceRow, 0 AS wasSigned FROM draftDocument
        UNION ALL SELECT review.draftRow, reviewDocument.instanceRow, 1
            FROM reviewDocument JOIN review ON review.id = reviewDocument.reviewRow WHERE review.verdict <> 'rejected'
        UNION ALL SELECT draftRow, returnedInstanceRow, 1 FROM review WHERE returnedInstanceRow IS NOT NULL
        """

    /// Returns the draft of the document with this SOP Instance UID, if the study has one.
    static func namedDraft(_ document: String, ofStudy studyRow: Int64, in db: Database) throws -> NamedDraft? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT draft.*, document.wasSigned FROM (\(documents)) AS document
                JOIN instance ON instance.id = document.instanceRow JOIN draft ON draft.id = document.draftRow
                JOIN workItem ON workItem.id = draft.workItemRow
                WHERE instance.sopInstanceUID = ? AND workItem.studyRow = ?
                """,
            arguments: [document, studyRow])
        return try row.map { NamedDraft(draft: try StoredDraft(row: $0), wasSigned: $0[Column("wasSigned")]) }
    }

    /// Records the verdict with its act, updates the work item if it still waits for one, and puts the report in line
    /// for its destinations.
    ///
    /// - Parameter act: the act, who did it, and its own details.
    /// - Returns: the row of the review.
    @discardableResult
    static func record(
        _ text: SignedText, of named: NamedDraft, by reviewer: Reviewer, in returned: ReturnedReport,
        verifiedAt: Date, as act: (kind: Act.Kind, actor: String, detail: [String: String]),
        deliveringTo destinations: [String], at now: Date, in db: Database
    ) throws -> Int64 {
        let new = try NewReview(
            named.wasSigned ? .addend(text) : .edit(text), on: named.draft.text, by: reviewer, openedAt: verifiedAt,
            signedAt: verifiedAt)
        let item = try WorkItem.fetch(named.draft.workItemRow, in: db)
        if let event = new.event, item.revision == named.draft.revision {
            if item.state == .inReview {
                try item.apply(event, at: now, in: db)
            } else if item.state == .drafted {
                try item.apply(.opened, at: now, in: db)
                try WorkItem.fetch(item.id, in: db).apply(event, at: now, in: db)
            }
        }
        let id = try new.store(on: named.draft, returnedInstanceRow: returned.instanceRow, in: db)
        var detail = act.detail
        detail["sopInstanceUID"] = returned.sopInstanceUID
        try Act.record(
            act.kind, by: act.actor, about: returned.studyRow,
            detail: detail.merging(new.detail(id: id, of: named.draft, through: nil)) { first, _ in first }, at: now,
            in: db)
        if new.verdict != .addended {
            try Incident.close(.patient, ofStudyRow: returned.studyRow, at: now, in: db)
        }
        try returned.apply(.signs, at: now, setting: [ReturnedReport.Columns.reviewRow.rawValue: id], in: db)
        for destination in destinations {
            try enqueue(instanceRow: returned.instanceRow, for: destination, at: now, in: db)
        }
        return id
    }
}
