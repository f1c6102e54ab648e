import DICOMCore
import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Returns the row ids of the objects of a level that satisfy all conditions: patients and studies latest first,
    /// series and instances in order of arrival.
    ///
    /// A patient's attributes are those of their latest study.
    package func matches(_ level: QueryLevel, _ conditions: [IndexCondition], limit: Int) throws -> [Int64] {
        let selection = Selection(level, conditions, limit: limit)
        return try read { db in
            try Int64.fetchAll(db, sql: selection.sql, arguments: StatementArguments(selection.arguments))
        }
    }

    /// Returns the values of these objects as text, in the order of `attributes`; missing values are omitted. Objects
    /// removed in the meantime are omitted too.
    package func values(
        of rows: some Sequence<Int64>, at level: QueryLevel, returning attributes: [IndexedAttribute]
    ) throws -> [[String?]] {
        let columns = attributes.isEmpty ? ["1"] : attributes.map(\.expression)
        let sql = """
            SELECT \(columns.joined(separator: ", ")) FROM \(level.tables) WHERE \(level.table).id = ?
            """
        return try read { db in
            let statement = try db.makeStatement(sql: sql)
            return try rows.compactMap { row in
                try Row.fetchOne(statement, arguments: [row]).map { row in
                    attributes.indices.map { Self.text(row[$0]) }
                }
            }
        }
    }

    private static func text(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .string(let text): text
        case .int64(let number): String(number)
        case .null, .double, .blob: nil
        }
    }

    /// Returns the stored instances that satisfy all conditions, in order of arrival.
    package func instances(_ conditions: [IndexCondition], limit: Int) throws -> [StoredInstance] {
        let clauses = MatchingClauses(conditions)
        let sql = """
            SELECT instance.*, study.studyInstanceUID, series.seriesInstanceUID FROM \(QueryLevel.image.tables)
            WHERE \(clauses.sql) ORDER BY instance.id LIMIT \(limit)
            """
        return try read { db in
            try Row.fetchAll(db, sql: sql, arguments: StatementArguments(clauses.arguments))
                .map { StoredInstance(row: $0, files: files) }
        }
    }
}

/// The SQL that finds the rows of a level, written so that SQLite uses the right index without statistics.
struct Selection {
    let sql: String
    let arguments: [String]

    init(_ level: QueryLevel, _ conditions: [IndexCondition], limit: Int) {
        let order = level.depth <= 1 ? " DESC" : ""
        let hasIndex = conditions.contains(where: \.isIndexed)
        // If the modality is the only condition on a study, look it up first: the series index lists the studies of a
        // modality in order.
        if level == .study, !hasIndex, let modality = Self.onlyModality(in: conditions) {
            let clauses = MatchingClauses(conditions.filter { $0.attribute != .modalitiesInStudy })
            sql = """
                SELECT DISTINCT driver.studyRow FROM series AS driver CROSS JOIN study ON study.id = driver.studyRow
                WHERE driver.modality = ? AND \(clauses.sql) ORDER BY driver.studyRow DESC LIMIT \(limit)
                """
            arguments = [modality] + clauses.arguments
            return
        }
        var clauses = MatchingClauses(conditions)
        if level == .patient { clauses.add(sql: Self.isLatestOfPatient) }
        // If a condition has an index, scanning the table in its own order is never faster; the plus sign prevents
        // that.
        sql = """
            SELECT \(level.table).id FROM \(level.tables) WHERE \(clauses.sql)
            ORDER BY \(hasIndex ? "+" : "")\(level.table).id\(order) LIMIT \(limit)
            """
        arguments = clauses.arguments
    }

    private static let isLatestOfPatient = """
        NOT EXISTS (SELECT 1 FROM study AS later WHERE later.patientID = study.patientID
            AND later.issuerOfPatientID IS study.issuerOfPatientID AND later.id > study.id)
        """

    private static func onlyModality(in conditions: [IndexCondition]) -> String? {
        let told = conditions.filter { $0.attribute == .modalitiesInStudy }
        guard told.count == 1, case .isOneOf(_, let values) = told[0], values.count == 1 else { return nil }
        return values[0]
    }
}
