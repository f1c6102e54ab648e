package import DICOMCore
import GRDB

/// An attribute that is indexed and can be queried: one row of the table from which the index, C-FIND and the
/// conformance statement are made (`IndexedAttribute.all`).
package struct IndexedAttribute: Sendable {
    /// Where the value comes from.
    enum Source: Sendable {
        /// A column that is filled from the header.
        case column(IndexColumn)
        /// A column that is filled by the caller that stores the instance.
        case identity(String)
        /// An SQL expression over the tables of the attribute's level.
        case computed(String)
    }

    /// How the value of a key is matched (PS3.4 C.2.2.2). Several values in a key match if one of them does.
    package enum Matching: Sendable, Equatable {
        /// Single value.
        case uniqueIdentifier, number
        /// Single value or wild card.
        case text
        /// Single value or wild card, case-insensitive, by component group.
        case personName
        /// Single value or range.
        case date, time, dateTime
        /// Returned only.
        case none
    }

    /// PS3.6 keyword.
    package let keyword: String
    package let tag: Tag
    /// The sequence in whose item the attribute is; nil for one of the data set itself.
    package let sequence: Tag?
    /// PS3.6 value representation, in which a key is returned whatever VR the request used.
    package let representation: VR
    /// Query/Retrieve Level of the attribute (PS3.4 C.6.1.1).
    package let level: QueryLevel
    /// Whether an index can answer a condition on it that fixes the beginning of the value.
    package let isIndexed: Bool
    let source: Source

    init(
        _ keyword: String, _ tag: Tag, in sequence: Tag? = nil, _ representation: VR, _ level: QueryLevel,
        isIndexed: Bool = false, from source: Source
    ) {
        self.keyword = keyword
        self.tag = tag
        self.sequence = sequence
        self.representation = representation
        self.level = level
        self.isIndexed = isIndexed
        self.source = source
    }

    /// How a key is matched.
    package var matching: Matching {
        switch representation {
        case .uniqueIdentifier: return .uniqueIdentifier
        case .personName: return .personName
        case .date: return .date
        case .time: return .time
        case .dateTime: return .dateTime
        case .integerString, .unsignedShort:
            if case .column = source { return .number }
            return .none
        default: return .text
        }
    }

    /// Whether the value is a person name, whose component groups have their own columns for matching.
    package var isPersonName: Bool { representation == .personName }

    /// Whether matching ignores case because the column may have lower case: a Code String has capital letters only, but
    /// devices write others too.
    package var ignoresCase: Bool { representation == .codeString && self != .modality && self != .modalitiesInStudy }

    /// Whether the value is read or counted from rows below the object's own.
    package var isFromBelow: Bool {
        switch source {
        case .column(let column): column.table != level.table
        case .identity: false
        case .computed: true
        }
    }

    /// SQL expression of the value.
    package var expression: String {
        switch source {
        case .column(let column) where column.table != level.table:
            // An object has the first value of the rows below it.
            """
            (SELECT object.\(column.name) FROM \(column.table) AS object WHERE object.seriesRow = series.id
                AND object.\(column.name) IS NOT NULL ORDER BY object.id LIMIT 1)
            """
        case .column(let column): "\(column.table).\(column.name)"
        case .identity(let name): "\(level.table).\(name)"
        case .computed(let expression): expression
        }
    }
}

extension IndexedAttribute: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        left.tag == right.tag && left.sequence == right.sequence
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(tag)
        hasher.combine(sequence)
    }
}

/// A column of the index and the part of a header that fills it.
struct IndexColumn: Sendable {
    typealias Value = (any DatabaseValueConvertible)?

    let table: String
    let name: String
    let value: @Sendable (InstanceHeader) -> Value

    /// The columns of a person name: as sent, and each component group in a form that can be compared.
    var withNameGroups: [IndexColumn] {
        let value = value
        func group(_ suffix: String, _ part: @escaping @Sendable (PersonNameGroups) -> String?) -> IndexColumn {
            IndexColumn(table: table, name: name + suffix) { part(PersonNameGroups(value($0) as? String ?? "")) }
        }
        return [
            self, group("Alphabetic") { $0.alphabetic }, group("Ideographic") { $0.ideographic },
            group("Phonetic") { $0.phonetic },
        ]
    }
}
