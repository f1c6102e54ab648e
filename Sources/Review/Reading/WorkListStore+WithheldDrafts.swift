import GRDB
import WorkList
package import WorkListDatabase

extension WorkListStore {
    /// Whether the draft of a study is withheld from a reader: the study belongs to those that are read before their drafts
    /// are shown, it has a draft and no verdict, and this reader has recorded no first impression of its current revision.
    package func withholdsDraft(of workItem: Int64, from reader: DraftReader) throws -> Bool {
        guard reader.blind.percent > 0 else { return false }
        return try read { db in
            try Self.withholdsDraft(of: WorkItem.fetch(workItem, in: db), from: reader, in: db)
        }
    }

    /// Returns the SOP Instance UIDs of the documents that are withheld from a reader with the draft of a study.
    package func withheldDocuments(ofStudy studyInstanceUID: String, from reader: DraftReader) throws -> Set<String> {
        guard reader.blind.includes(study: studyInstanceUID), let workItem = try workItem(ofStudy: studyInstanceUID)
        else { return [] }
        return try read { db in
            let item = try WorkItem.fetch(workItem, in: db)
            guard try Self.withholdsDraft(of: item, from: reader, in: db) else { return [] }
            return try String.fetchSet(
                db,
                sql: """
                    SELECT instance.sopInstanceUID FROM draft JOIN draftDocument ON draftDocument.draftRow = draft.id
                    JOIN instance ON instance.id = draftDocument.instanceRow WHERE draft.workItemRow = ?
                    """,
                arguments: [item.id])
        }
    }

    /// SQL: whether the latest draft of a row of `workItem` is offered; null without a draft.
    package static let offersDraft = """
        (SELECT json_extract(latest.report, '$.abstention') IS NULL FROM draft AS latest
            WHERE latest.workItemRow = workItem.id ORDER BY latest.revision DESC LIMIT 1)
        """

    static func withholdsDraft(of item: WorkItem, from reader: DraftReader, in db: Database) throws -> Bool {
        guard reader.blind.percent > 0, item.state.withholdsDrafts,
            reader.blind.includes(study: try item.studyInstanceUID(in: db))
        else { return false }
        let isOffered = try Bool.fetchOne(
            db, sql: "SELECT \(offersDraft) FROM workItem WHERE workItem.id = ?", arguments: [item.id])
        return try isOffered == true && FirstImpression.fetch(of: item, by: reader.login, in: db) == nil
    }
}

extension WorkItemState {
    /// Whether drafts are withheld in this state: until there is a verdict.
    package var withholdsDrafts: Bool {
        switch self {
        case .accepted, .edited, .rejected: false
        case .collecting, .queued, .drafting, .drafted, .inReview, .failed, .ineligible: true
        }
    }
}
