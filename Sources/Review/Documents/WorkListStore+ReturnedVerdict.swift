import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// What a signed report that came back does to the draft that it names.
extension WorkListStore {
    /// A draft that is named, and whether as something that was signed already.
    struct NamedDraft {
        let draft: StoredDraft
        /// It is a signed report that is named, so what came adds to it.
        let wasSigned: Bool
    }

    /// Documents of drafts and of verdicts, and signed reports that came back: with the draft of each.
    private static let documents = """
        SELECT draftRow, instanceRow, 0 AS wasSigned FROM draftDocument
        UNION ALL SELECT review.draftRow, reviewDocument.instanceRow, 1
            FROM reviewDocument JOIN review ON review.id = reviewDocument.reviewRow WHERE review.verdict <> 'rejected'
        UNION ALL SELECT draftRow, returnedInstanceRow, 1 FROM review WHERE returnedInstanceRow IS NOT NULL
        """

    /// The draft of the document with this SOP Instance UID, where the study has one.
    static func signedDraft(_ document: String, ofStudy studyRow: Int64, in db: Database) throws -> NamedDraft? {
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

    /// Puts the verdict on record and moves the study on where it still waits for one.
    ///
    /// - Returns: the review's row.
    static func record(
        _ text: SignedText, of named: NamedDraft, by reviewer: Reviewer, in returned: ReturnedReport,
        verifiedAt: Date, at now: Date, in db: Database
    ) throws -> Int64 {
        let new = try NewReview(
            named.wasSigned ? .addend(text) : .edit(text), on: named.draft.text, by: reviewer, openedAt: verifiedAt,
            signedAt: verifiedAt)
        var detail: [String: String] = ["sopInstanceUID": returned.sopInstanceUID]
        let item = try WorkItem.fetch(named.draft.workItemRow, in: db)
        if let event = new.event, item.revision == named.draft.revision {
            if item.state == .inReview {
                detail["wasOpenBy"] = try ReviewClaim.fetch(of: item, in: db)?.login
                try item.apply(event, at: now, in: db)
            } else if item.state == .drafted {
                try item.apply(.opened, at: now, in: db)
                try WorkItem.fetch(item.id, in: db).apply(event, at: now, in: db)
            }
        }
        let id = try new.store(on: named.draft, returnedInstanceRow: returned.instanceRow, in: db)
        try Act.record(
            .reportReturned, by: reviewer.login, about: returned.studyRow,
            detail: detail.merging(new.detail(id: id, of: named.draft, through: nil)) { first, _ in first }, at: now,
            in: db)
        return id
    }
}
