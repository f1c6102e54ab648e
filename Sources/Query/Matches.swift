package import DICOMCore
package import WorkListDatabase

/// The matches of a query. It holds row ids only, and reads each match from the work list when it is requested.
package struct Matches {
    /// One attribute of a match; its value is empty when the object has none.
    package struct Element: Sendable, Equatable {
        package let key: KeyAttribute
        package let representation: VR
        package let value: String

        /// Creates an element that does not come from the work list.
        package init(key: KeyAttribute, representation: VR, value: String) {
            self.key = key
            self.representation = representation
            self.value = value
        }
    }

    package let level: QueryLevel
    /// Whether there were more matches than the limit per query.
    package let isCut: Bool
    /// Whether the identifier has keys that are not supported or not matched at this level; they were ignored.
    package let hasUnsupportedKeys: Bool

    /// Number of objects to read at a time.
    private static let batch = 64

    private let workList: WorkListStore
    private let budget: ReadBudget
    private let shared = SharedValues()
    private let keys: [KeyAttribute]
    private let attributes: [IndexedAttribute]
    private let representations: [VR]
    private var rows: ArraySlice<Int64>
    private var read: ArraySlice<[String?]> = []

    init(
        workList: WorkListStore, budget: ReadBudget, level: QueryLevel, rows: ArraySlice<Int64>,
        asked: [(key: KeyAttribute, value: IndexedAttribute)], isCut: Bool, hasUnsupportedKeys: Bool
    ) {
        self.workList = workList
        self.budget = budget
        self.level = level
        self.rows = rows
        keys = asked.map(\.key)
        attributes = asked.map(\.value)
        representations = asked.map(\.value.representation)
        self.isCut = isCut
        self.hasUnsupportedKeys = hasUnsupportedKeys
    }

    /// Returns the next match, its attributes in data set order; `nil` after the last one.
    ///
    /// - Throws: `ReadBudget.Exceeded`, or `WorkListError` when the database fails.
    package mutating func next() throws -> [Element]? {
        while read.isEmpty {
            guard !rows.isEmpty else { return nil }
            read = try workList.values(
                of: rows.prefix(Self.batch), at: level, returning: attributes, sharing: shared, within: budget)[...]
            rows = rows.dropFirst(Self.batch)
        }
        return read.popFirst().map { values in
            keys.indices.map { Element(key: keys[$0], representation: representations[$0], value: values[$0] ?? "") }
        }
    }
}
