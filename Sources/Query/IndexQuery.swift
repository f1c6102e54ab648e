import DICOMCore
package import WorkListDatabase

/// Relational query and retrieval on the work list (PS3.4 C.4): keys of any level at or above the query's level narrow
/// the result, and none is required.
package struct IndexQuery: Sendable {
    /// The two information models that this node supports (PS3.4 C.6.1, C.6.2).
    package enum Root: Sendable {
        case patient
        case study
    }

    /// Maximum number of objects per retrieval.
    package static let retrievalLimit = 10_000

    /// Maximum number of matches per query.
    package let maximumResults: Int

    let workList: WorkListStore
    /// What one query may cost.
    let limits: ReadBudget.Limits

    package init(workList: WorkListStore, maximumResults: Int = 1000, limits: ReadBudget.Limits = .init()) {
        self.workList = workList
        self.maximumResults = maximumResults
        self.limits = limits
    }

    /// Returns the matches of a C-FIND. A key that cannot be matched is ignored; `Matches.hasUnsupportedKeys` says so.
    ///
    /// - Throws: `QueryError`, `ReadBudget.Exceeded`, or `WorkListError` when the database fails.
    package func find(_ root: Root, _ identifier: Identifier) throws -> Matches {
        let level = try level(of: identifier, in: root)
        let keys = Keys(of: identifier, at: level)
        let budget = ReadBudget(limits)
        let rows = try workList.matches(level, keys.conditions, limit: maximumResults + 1, within: budget)
        return Matches(
            workList: workList, budget: budget, level: level, rows: rows.prefix(maximumResults),
            asked: keys.returned.sorted { $0.key < $1.key },
            isCut: rows.count > maximumResults, hasUnsupportedKeys: keys.hasUnsupported)
    }

    /// Returns the stored objects that the identifier of a C-GET or C-MOVE selects, in order of arrival. Wild cards are
    /// taken literally.
    ///
    /// - Throws: `QueryError`, `ReadBudget.Exceeded`, or `WorkListError` when the database fails.
    package func instances(_ root: Root, _ identifier: Identifier) throws -> [StoredInstance] {
        let level = try level(of: identifier, in: root)
        let conditions = Self.uniqueKeys.compactMap { tag, attribute -> IndexCondition? in
            guard attribute.level.depth <= level.depth, let value = identifier[tag], !value.isEmpty else { return nil }
            return .isOneOf(attribute, value.split(separator: "\\").map(\.trimmingSpaces))
        }
        guard conditions.contains(where: { $0.attribute.level == level }) else { throw QueryError.noUniqueKey }
        let instances = try workList.instances(
            conditions, limit: Self.retrievalLimit + 1, within: ReadBudget(limits))
        guard instances.count <= Self.retrievalLimit else { throw QueryError.tooMany(limit: Self.retrievalLimit) }
        return instances
    }

    /// The keys of an identifier: each is matched, only returned, or unsupported.
    struct Keys {
        private(set) var returned: [KeyAttribute: IndexedAttribute] = [:]
        private(set) var conditions: [IndexCondition] = []
        /// Whether a key is ignored, so that the answers may not be what the requester asked for.
        private(set) var hasUnsupported = false

        init(of identifier: Identifier, at level: QueryLevel) {
            var keys = identifier.keys
            for sequence in identifier.wholeSequences {
                for key in QueryKey.attributes.keys where key.sequence == sequence { keys[key] = keys[key] ?? "" }
            }
            hasUnsupported = !identifier.wholeSequences.isSubset(of: QueryKey.sequenceTags)
            for (key, value) in keys { add(key, value, at: level) }
        }

        private mutating func add(_ key: KeyAttribute, _ value: String, at level: QueryLevel) {
            if key.sequence == nil, QueryKey.ofTheNode.contains(key.tag) {
                // The node fills these in and does not match them.
                let isMatched = key.tag == .queryRetrieveLevel || key.tag == .specificCharacterSet
                if !isMatched, value.contains(where: { $0 != "*" }) { hasUnsupported = true }
                return
            }
            guard let attribute = QueryKey.attribute(of: key, at: level) else {
                hasUnsupported = true
                return
            }
            returned[KeyAttribute(attribute.tag, in: attribute.sequence)] = attribute
            switch KeyMatch(attribute, value) {
            case .universal: break
            case .condition(let condition): conditions.append(condition)
            case .unsupported: hasUnsupported = true
            }
        }
    }

    private static let uniqueKeys: [Tag: IndexedAttribute] = [
        .patientID: .patientID, .studyInstanceUID: .studyInstanceUID, .seriesInstanceUID: .seriesInstanceUID,
        .sopInstanceUID: .sopInstanceUID,
    ]

    private func level(of identifier: Identifier, in root: Root) throws(QueryError) -> QueryLevel {
        guard let level = QueryLevel(rawValue: (identifier[.queryRetrieveLevel] ?? "").uppercased()),
            root == .patient || level != .patient
        else {
            throw .unknownLevel
        }
        return level
    }
}
