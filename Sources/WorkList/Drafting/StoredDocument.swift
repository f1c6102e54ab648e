package import DICOMCore
package import GRDB
import WorkListDatabase

/// A stored document of a draft or a review: its form and the reference by which other documents name it.
package struct StoredDocument: Sendable, FetchableRecord {
    package let form: ReportForm
    package let reference: InstanceReference

    private enum Columns: String, ColumnExpression {
        case form, studyInstanceUID, seriesInstanceUID, sopClassUID, sopInstanceUID
    }

    package init(row: Row) throws {
        guard let form = ReportForm(rawValue: row[Columns.form]) else {
            throw WorkListError.unexpected("unknown form of a document")
        }
        self.form = form
        reference = InstanceReference(
            studyInstanceUID: row[Columns.studyInstanceUID], seriesInstanceUID: row[Columns.seriesInstanceUID],
            sopClassUID: row[Columns.sopClassUID], sopInstanceUID: row[Columns.sopInstanceUID])
    }

    /// Returns documents in the order in which they were stored.
    ///
    /// - Parameter sql: a query that returns `form` and `instanceRow`.
    package static func fetchAll(
        _ sql: String, _ arguments: StatementArguments, in db: Database
    ) throws -> [StoredDocument] {
        try fetchAll(
            db,
            sql: """
                WITH document AS (\(sql))
                SELECT document.form, study.studyInstanceUID, series.seriesInstanceUID, instance.sopClassUID,
                    instance.sopInstanceUID
                FROM document JOIN instance ON instance.id = document.instanceRow
                JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
                ORDER BY instance.id
                """,
            arguments: arguments)
    }
}
