package import DICOMCore
import WorkListDatabase

/// What a query found, read from the work list as it is asked for: rows are held, not answers.
package struct Matches {
    /// One attribute of an answer; its value is empty where the object has none.
    package struct Element: Sendable, Equatable {
        package let key: KeyAttribute
        package let representation: VR
        package let value: String

        /// One that is answered beside what the work list holds.
        package init(key: KeyAttribute, representation: VR, value: String) {
            self.key = key
            self.representation = representation
            self.value = value
        }
    }

    package let level: QueryLevel
    /// There are more than one query is answered with.
    package let isCut: Bool
    /// The identifier has keys that are not supported at this level, or not matched: they were ignored.
    package let hasUnsupportedKeys: Bool

    /// Objects read at a time.
    private static let batch = 64

    private let workList: WorkListStore
    private let keys: [KeyAttribute]
    private let attributes: [IndexedAttribute]
    private let representations: [VR]
    private var rows: ArraySlice<Int64>
    private var read: ArraySlice<[String?]> = []

    init(
        workList: WorkListStore, level: QueryLevel, rows: ArraySlice<Int64>,
        asked: [(key: KeyAttribute, attribute: IndexedAttribute)], isCut: Bool, hasUnsupportedKeys: Bool
    ) {
        self.workList = workList
        self.level = level
        self.rows = rows
        keys = asked.map(\.key)
        attributes = asked.map(\.attribute)
        representations = asked.map { QueryKey.representation(of: $0.attribute) }
        self.isCut = isCut
        self.hasUnsupportedKeys = hasUnsupportedKeys
    }

    /// The next answer, in the order of a data set; `nil` after the last one.
    ///
    /// - Throws: `WorkListError` when the database fails.
    package mutating func next() throws -> [Element]? {
        while read.isEmpty {
            guard !rows.isEmpty else { return nil }
            read = try workList.values(of: rows.prefix(Self.batch), at: level, returning: attributes)[...]
            rows = rows.dropFirst(Self.batch)
        }
        return read.popFirst().map { values in
            keys.indices.map { Element(key: keys[$0], representation: representations[$0], value: values[$0] ?? "") }
        }
    }
}
