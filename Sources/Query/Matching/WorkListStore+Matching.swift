import DICOMCore
import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Returns the row ids of the objects of a level that satisfy all conditions: patients and studies latest first,
    /// series and instances in order of arrival. If a modality is what finds them, they come study by study.
    ///
    /// A patient's attributes are those of their latest study.
    package func matches(
        _ level: QueryLevel, _ conditions: [IndexCondition], limit: Int, within budget: ReadBudget = ReadBudget()
    ) throws -> [Int64] {
        try rows(Selection(level, conditions, limit: limit), within: budget)
    }

    /// Returns what a selection selects: row ids, or a number.
    func rows(_ selection: Selection, within budget: ReadBudget) throws -> [Int64] {
        try read(within: budget) { try selection.rows(in: $0) }
    }

    /// Returns the values of these objects as text, in the order of `attributes`; missing values are omitted. Objects
    /// removed in the meantime are omitted too.
    ///
    /// - Parameter shared: values of objects above them that are known already.
    package func values(
        of rows: some Sequence<Int64>, at level: QueryLevel, returning attributes: [IndexedAttribute],
        sharing shared: SharedValues = SharedValues(), within budget: ReadBudget = ReadBudget()
    ) throws -> [[String?]] {
        try read(within: budget) {
            try Self.values(of: rows, at: level, returning: attributes, sharing: shared, in: $0)
        }
    }

    /// The same in a read that is under way, so that several see one state of the work list.
    static func values(
        of rows: some Sequence<Int64>, at level: QueryLevel, returning attributes: [IndexedAttribute],
        sharing shared: SharedValues = SharedValues(), in db: Database
    ) throws -> [[String?]] {
        let isShared = { (attribute: IndexedAttribute) in
            attribute.isFromBelow && attribute.level.depth < level.depth
        }
        let own = attributes.indices.filter { !isShared(attributes[$0]) }
        let above = Dictionary(
            grouping: attributes.indices.filter { isShared(attributes[$0]) }, by: { attributes[$0].level })
        func selection(_ columns: [String], at level: QueryLevel) -> String {
            "SELECT \(columns.joined(separator: ", ")) FROM \(level.tables) WHERE \(level.table).id = ?"
        }
        let owners = SharedValues.columns(at: level)
        let statement = try db.statement(
            ofQuery: selection(own.map { attributes[$0].expression } + owners, at: level))
        let statements = try above.map { owner, places in
            let columns = places.map { attributes[$0].expression }
            return (owner, places, try db.statement(ofQuery: selection(columns, at: owner)))
        }
        return try rows.compactMap { id in
            guard let row = try Row.fetchOne(statement, arguments: [id]) else { return nil }
            var values = [String?](repeating: nil, count: attributes.count)
            for (column, place) in own.enumerated() { values[place] = Self.text(row[column]) }
            let ids = owners.indices.map { row[own.count + $0] as DatabaseValue }
            for (owner, places, statement) in statements {
                let found = try shared.values(of: owner, above: ids) { id in
                    let row = try Row.fetchOne(statement, arguments: [id])
                    return places.indices.map { column in row.flatMap { Self.text($0[column]) } }
                }
                for (place, value) in zip(places, found) { values[place] = value }
            }
            return values
        }
    }

    private static func text(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .string(let text): text
        case .int64(let number): String(number)
        case .null, .double, .blob: nil
        }
    }

    /// Returns the stored instances that satisfy all conditions and are not withdrawn, in order of arrival.
    package func instances(
        _ conditions: [IndexCondition], limit: Int, within budget: ReadBudget = ReadBudget()
    ) throws -> [StoredInstance] {
        let clauses = MatchingClauses(conditions, on: .image)
        let sql = """
            SELECT instance.*, study.studyInstanceUID, series.seriesInstanceUID
            FROM \(QueryLevel.image.tables(for: conditions)) WHERE \(clauses.sql) ORDER BY instance.id LIMIT \(limit)
            """
        return try read(within: budget) { db in
            try Row.fetchAll(db.statement(ofQuery: sql), arguments: StatementArguments(clauses.arguments))
                .map { StoredInstance(row: $0, files: files) }
        }
    }
}

/// The SQL that finds the rows of a level, written so that SQLite uses the right index without statistics. All pages of a question
/// have the same text.
struct Selection {
    let sql: String
    let arguments: [String]
    /// The last argument, if it is a page.
    private var offset: Int?

    /// Returns what it selects: row ids, or a number.
    func rows(in db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db.statement(ofQuery: sql),
            arguments: StatementArguments(arguments) + StatementArguments(offset.map { [$0] } ?? []))
    }

    init(_ level: QueryLevel, _ conditions: [IndexCondition], limit: Int) {
        let order = level.depth <= 1 ? " DESC" : ""
        let hasIndex = conditions.contains(where: \.isIndexed)
        // If the modality is the only condition on a study, look it up first: the series index lists the studies of a
        // modality in order.
        if level == .study, !hasIndex, let modality = Self.onlyValue(of: .modalitiesInStudy, in: conditions) {
            let clauses = MatchingClauses(conditions.filter { $0.attribute != .modalitiesInStudy }, on: .study)
            sql = """
                SELECT DISTINCT driver.studyRow FROM series AS driver CROSS JOIN study ON study.id = driver.studyRow
                WHERE driver.modality = ? AND NOT driver.isWithdrawn AND \(clauses.sql) ORDER BY driver.studyRow DESC LIMIT \(limit)
                """
            arguments = [modality] + clauses.arguments
            return
        }
        var clauses = MatchingClauses(conditions, on: level)
        if level == .patient { clauses.add(sql: Self.isLatestOfPatient) }
        // If a condition has an index, scanning the table in its own order is never faster; the plus sign prevents
        // that. All series of a modality need no sort in the order of their index.
        let isOfModality = level.depth > 1 && !hasIndex && Self.onlyValue(of: .modality, in: conditions) != nil
        let begin = hasIndex ? "+" : isOfModality ? "series.studyRow, series.id, " : ""
        sql = """
            SELECT \(level.table).id FROM \(level.tables(for: conditions)) WHERE \(clauses.sql)
            ORDER BY \(begin)\(level.table).id\(order) LIMIT \(limit)
            """
        arguments = clauses.arguments
    }

    /// Objects of a page: studies by date and time, the latest first, then as they arrived, the latest first; series and
    /// objects of a study as they arrived. The order is total, so pages neither repeat nor leave out what does not change.
    init(page limit: Int, from offset: Int, of level: QueryLevel, _ conditions: [IndexCondition]) {
        let clauses = MatchingClauses(conditions, on: level)
        // A sort of few rows is faster than a look at all rows in the order of the index.
        let plus = conditions.contains { $0.isIndexed && $0.attribute != .studyDate } ? "+" : ""
        var order = ["study.studyDate DESC", "study.studyTime DESC", "study.id DESC"]
        if level.depth > 1 { order.append("series.id") }
        if level.depth > 2 { order.append("instance.id") }
        sql = """
            SELECT \(level.table).id FROM \(level.tables(for: conditions, isInOrderOfStudies: true))
            WHERE \(clauses.sql) ORDER BY \(order.map { plus + $0 }.joined(separator: ", ")) LIMIT \(limit) OFFSET ?
            """
        arguments = clauses.arguments
        self.offset = offset
    }

    /// The number of objects of a level that satisfy all conditions.
    init(countOf level: QueryLevel, _ conditions: [IndexCondition]) {
        let clauses = MatchingClauses(conditions, on: level)
        sql = "SELECT count(*) FROM \(level.tables(for: conditions)) WHERE \(clauses.sql)"
        arguments = clauses.arguments
    }

    private static let isLatestOfPatient = """
        NOT EXISTS (SELECT 1 FROM study AS later WHERE later.patientID = study.patientID
            AND later.issuerOfPatientID IS study.issuerOfPatientID AND later.id > study.id)
        """

    private static func onlyValue(of attribute: IndexedAttribute, in conditions: [IndexCondition]) -> String? {
        let told = conditions.filter { $0.attribute == attribute }
        guard told.count == 1, case .isOneOf(_, let values) = told[0], values.count == 1 else { return nil }
        return values[0]
    }
}
