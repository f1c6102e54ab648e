import GRDB

/// What can be asked of the index: a column, and the level of PS3.4 C.6 it belongs to.
package enum IndexedAttribute: String, CaseIterable, Sendable {
    case patientID, patientName, patientBirthDate, patientSex
    case studyInstanceUID, accessionNumber, studyID, studyDate, studyTime, studyDescription, referringPhysicianName
    case modalitiesInStudy, numberOfStudyRelatedSeries, numberOfStudyRelatedInstances
    case seriesInstanceUID, modality, seriesNumber, seriesDescription, numberOfSeriesRelatedInstances
    case sopInstanceUID, sopClassUID, instanceNumber, rows, columns, numberOfFrames

    /// The SQL expression of its value.
    var expression: String {
        switch self {
        case .patientID, .patientName, .patientBirthDate, .patientSex, .studyInstanceUID, .accessionNumber, .studyID,
            .studyDate, .studyTime, .studyDescription, .referringPhysicianName:
            "study.\(rawValue)"
        case .seriesInstanceUID, .modality, .seriesNumber, .seriesDescription:
            "series.\(rawValue)"
        case .sopInstanceUID, .sopClassUID, .instanceNumber, .rows, .columns, .numberOfFrames:
            "instance.\(rawValue)"
        case .modalitiesInStudy:
            "(SELECT group_concat(modality, '\\') FROM (SELECT DISTINCT modality FROM series WHERE studyRow = study.id))"
        case .numberOfStudyRelatedSeries:
            "(SELECT count(*) FROM series WHERE studyRow = study.id)"
        case .numberOfStudyRelatedInstances:
            "(SELECT count(*) FROM series JOIN instance ON seriesRow = series.id WHERE studyRow = study.id)"
        case .numberOfSeriesRelatedInstances:
            "(SELECT count(*) FROM instance WHERE seriesRow = series.id)"
        }
    }
}

/// The four levels of Query/Retrieve (PS3.4 C.6.1.1).
package enum QueryLevel: String, Sendable, CaseIterable {
    case patient = "PATIENT"
    case study = "STUDY"
    case series = "SERIES"
    case image = "IMAGE"

    var tables: String {
        switch self {
        case .patient, .study: "study"
        case .series: "study JOIN series ON series.studyRow = study.id"
        case .image:
            "study JOIN series ON series.studyRow = study.id JOIN instance ON instance.seriesRow = series.id"
        }
    }
}

/// One thing an answer must satisfy (PS3.4 C.2.2.2).
package enum IndexCondition: Sendable, Equatable {
    /// Single value or list of UID matching.
    case isOneOf(IndexedAttribute, [String])
    /// Wild card matching with `*` and `?`; upper and lower case are alike for person names only.
    case isLike(IndexedAttribute, pattern: String)
    /// Range matching, both ends included, either may be open.
    case isBetween(IndexedAttribute, String?, String?)
    /// A study in which any series is of one of these modalities.
    case hasModality([String])
}

extension WorkListStore {
    /// Rows that satisfy every condition: the asked attributes as text, absent where there is no value.
    package func match(
        _ level: QueryLevel, _ conditions: [IndexCondition], returning attributes: [IndexedAttribute], limit: Int
    ) throws -> [[IndexedAttribute: String]] {
        var query = Conditions()
        for condition in conditions { query.add(condition) }
        let columns = attributes.map { "\($0.expression) AS \($0.rawValue)" }.joined(separator: ", ")
        let distinct = level == .patient ? "DISTINCT " : ""
        let sql = """
            SELECT \(distinct)\(columns.isEmpty ? "1" : columns) FROM \(level.tables)
            WHERE \(query.sql) LIMIT \(limit)
            """
        return try read { db in
            try Row.fetchAll(db, sql: sql, arguments: StatementArguments(query.arguments)).map { row in
                attributes.reduce(into: [:]) { values, attribute in
                    if let value = String.fromDatabaseValue(row[attribute.rawValue]) {
                        values[attribute] = value
                    } else if let number = Int64.fromDatabaseValue(row[attribute.rawValue]) {
                        values[attribute] = String(number)
                    }
                }
            }
        }
    }

    /// The stored instances that satisfy every condition, in a stable order.
    package func instances(_ conditions: [IndexCondition], limit: Int) throws -> [StoredInstance] {
        var query = Conditions()
        for condition in conditions { query.add(condition) }
        let sql = """
            SELECT instance.*, study.studyInstanceUID, series.seriesInstanceUID FROM \(QueryLevel.image.tables)
            WHERE \(query.sql) ORDER BY instance.id LIMIT \(limit)
            """
        return try read { db in
            try Row.fetchAll(db, sql: sql, arguments: StatementArguments(query.arguments))
                .map { StoredInstance(row: $0, files: files) }
        }
    }
}

private struct Conditions {
    private(set) var clauses: [String] = []
    private(set) var arguments: [String] = []

    var sql: String { clauses.isEmpty ? "1" : clauses.joined(separator: " AND ") }

    mutating func add(_ condition: IndexCondition) {
        switch condition {
        case .isOneOf(let attribute, let values):
            clauses.append("\(attribute.expression) IN (\(Self.marks(values)))")
            arguments += values
        case .isLike(let attribute, let pattern):
            let isName = attribute == .patientName || attribute == .referringPhysicianName
            clauses.append("\(attribute.expression) \(isName ? "LIKE ? ESCAPE '!'" : "GLOB ?")")
            arguments.append(isName ? Self.likePattern(pattern) : Self.globPattern(pattern))
        case .isBetween(let attribute, let lower, let upper):
            if let lower {
                clauses.append("\(attribute.expression) >= ?")
                arguments.append(lower)
            }
            if let upper {
                clauses.append("\(attribute.expression) <= ?")
                arguments.append(upper)
            }
        case .hasModality(let values):
            clauses.append("study.id IN (SELECT studyRow FROM series WHERE modality IN (\(Self.marks(values))))")
            arguments += values
        }
    }

    private static func marks(_ values: [String]) -> String {
        values.map { _ in "?" }.joined(separator: ", ")
    }

    private static func likePattern(_ pattern: String) -> String {
        pattern.reduce(into: "") { text, character in
            switch character {
            case "*": text += "%"
            case "?": text += "_"
            case "%", "_", "!": text += "!\(character)"
            default: text.append(character)
            }
        }
    }

    private static func globPattern(_ pattern: String) -> String {
        pattern.reduce(into: "") { text, character in text += character == "[" ? "[[]" : String(character) }
    }
}
