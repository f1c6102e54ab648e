package import FoundationEssentials
import GRDB
package import WorkList
import WorkListDatabase

/// Where the model looked while it wrote each sentence of a study's draft, by section as the review page shows the draft.
package struct AttentionReading: Sendable, Equatable, Encodable {
    /// Revision of the draft.
    package let revision: Int
    package let grid: DraftAttention.Grid
    package let films: [DraftAttention.Film]
    /// For each sentence of the section, `films.count * grid.size * grid.size` bytes (`DraftAttention`).
    package let findings: [Data]
    package let impression: [Data]
}

/// Columns of `draft`.
private enum Columns: String, ColumnExpression {
    case attention, report
}

extension WorkListStore {
    /// Returns the attention of the draft of a study's current revision; nil without an offered draft, and for a draft made
    /// before attention was stored.
    package func attention(of workItem: Int64) throws -> AttentionReading? {
        try read { db in
            let item = try WorkItem.fetch(workItem, in: db)
            let row = try Row.fetchOne(
                db, sql: "SELECT report, attention FROM draft WHERE workItemRow = ? AND revision = ?",
                arguments: [item.id, item.revision])
            guard let row, let json: String = row[Columns.attention] else { return nil }
            let draft = try DraftText(report: row[Columns.report])
            let attention = try DraftAttention(json: json)
            guard draft.sentences.count == attention.sentences.count else { return nil }
            func maps(_ section: DraftText.Section) -> [Data] {
                zip(draft.sentences, attention.sentences).filter { $0.0.section == section }.map(\.1)
            }
            return AttentionReading(
                revision: item.revision, grid: attention.grid, films: attention.films, findings: maps(.findings),
                impression: maps(.impression))
        }
    }
}
