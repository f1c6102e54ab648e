package import DICOMCore
package import WorkList

/// Why a query cannot be answered.
package enum QueryError: Error, Equatable, CustomStringConvertible {
    /// Query/Retrieve Level (0008,0052) is missing, unknown, or not one of this information model's.
    case unknownLevel
    /// A retrieval must name what it wants by UID (PS3.4 C.4.3.1.3.1).
    case noUniqueKey
    /// More objects than one retrieval sends.
    case tooMany(limit: Int)

    package var description: String {
        switch self {
        case .unknownLevel: "the Query/Retrieve Level is missing or not one of this information model"
        case .noUniqueKey: "the identifier names no study, series, or image"
        case .tooMany(let limit): "more than \(limit) objects match"
        }
    }

    package var hint: String {
        switch self {
        case .unknownLevel: "ask at level STUDY, SERIES or IMAGE, or PATIENT with the Patient Root"
        case .noUniqueKey: "give a Study, Series or SOP Instance UID"
        case .tooMany: "retrieve study by study"
        }
    }

    /// PS3.4 Tables C.4-1 and C.4-3.
    package var status: DIMSEStatus {
        switch self {
        case .unknownLevel, .noUniqueKey: .dataSetDoesNotMatchSOPClass
        case .tooMany: .unableToPerformSubOperations
        }
    }
}

/// Query and retrieval over what the work list holds (PS3.4 C.4), relational: a key of any level at or above the
/// query's narrows the answer.
package struct IndexQuery: Sendable {
    /// The two information models this node answers (PS3.4 C.6.1, C.6.2).
    package enum Root: Sendable {
        case patient
        case study
    }

    /// Answers to one query at most.
    package static let resultLimit = 1000
    /// Objects one retrieval sends at most.
    package static let retrievalLimit = 10_000

    private let workList: WorkListStore

    package init(workList: WorkListStore) { self.workList = workList }

    /// C-FIND: one data set per match, up to one more than `resultLimit` so that a cut is noticed, with every asked key; a key without a value, or that is not supported,
    /// is there and empty.
    ///
    /// - Parameter identifier: the keys and what they must match, decoded to Unicode.
    /// - Throws: `QueryError`, or `WorkListError` when the database fails.
    package func find(_ root: Root, _ identifier: [Tag: String]) throws -> [[Tag: String]] {
        let level = try level(of: identifier, in: root)
        let known = identifier.keys.compactMap { tag -> (tag: Tag, attribute: IndexedAttribute)? in
            guard let attribute = QueryKey.attributes[tag], QueryKey.isAnswered(attribute, at: level) else {
                return nil
            }
            return (tag, attribute)
        }
        let conditions = known.compactMap { QueryKey.condition($0.attribute, identifier[$0.tag] ?? "") }
        let rows = try workList.match(
            level, conditions, returning: known.map(\.attribute), limit: Self.resultLimit + 1)
        return rows.map { row in
            var answer = identifier.mapValues { _ in "" }
            answer[QueryKey.level] = level.rawValue
            for (tag, attribute) in known { answer[tag] = row[attribute] ?? "" }
            return answer
        }
    }

    /// C-GET: the stored objects that the identifier names; wild cards stand for themselves here.
    ///
    /// - Throws: `QueryError`, or `WorkListError` when the database fails.
    package func instances(_ root: Root, _ identifier: [Tag: String]) throws -> [StoredInstance] {
        let level = try level(of: identifier, in: root)
        let conditions = identifier.compactMap { tag, value -> IndexCondition? in
            guard let attribute = QueryKey.attributes[tag], Self.uniqueKeys.contains(attribute),
                QueryKey.isAnswered(attribute, at: level)
            else { return nil }
            let uids = value.split(separator: "\\").map(String.init)
            return uids.isEmpty ? nil : .isOneOf(attribute, uids)
        }
        guard !conditions.isEmpty else { throw QueryError.noUniqueKey }
        let instances = try workList.instances(conditions, limit: Self.retrievalLimit + 1)
        guard instances.count <= Self.retrievalLimit else { throw QueryError.tooMany(limit: Self.retrievalLimit) }
        return instances
    }

    private static let uniqueKeys: Set<IndexedAttribute> = [
        .patientID, .studyInstanceUID, .seriesInstanceUID, .sopInstanceUID,
    ]

    private func level(of identifier: [Tag: String], in root: Root) throws(QueryError) -> QueryLevel {
        guard let level = QueryLevel(rawValue: identifier[QueryKey.level] ?? ""), root == .patient || level != .patient
        else {
            throw .unknownLevel
        }
        return level
    }
}
