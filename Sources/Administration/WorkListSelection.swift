import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// Finds the work items that match a filter, in a given order, by the cheapest access path.
///
/// If few items match, they are looked up and sorted. Otherwise the first rows of each state and priority are read in
/// index order and merged. The queries name the index to use, because SQLite keeps no statistics of these tables.
struct WorkListSelection {
    /// Up to this many items are looked up and sorted rather than read in index order.
    static let fewest = 5000

    let filter: WorkListFilter
    let order: WorkListOrder
    let isReversed: Bool
    let limit: Int

    /// A work item and its sort key; the smaller key comes first.
    private struct Found: Comparable {
        let id: Int64
        let key: (Int64, Int64, Int64)
        static func < (one: Found, other: Found) -> Bool { one.key < other.key }
        static func == (one: Found, other: Found) -> Bool { one.key == other.key }
    }

    /// A part of the work list that one index can read in order.
    private struct Piece {
        let source: String
        let conditions: [String]
        let order: String
        /// Pieces of one group are merged; every row of a group comes before the next group.
        var group = 0
    }

    /// The row ids of the matching work items, in order.
    func rows(in db: Database) throws -> [Int64] {
        var found: [Found] = []
        var group: Int?
        for piece in try few(in: db) ?? walks(in: db) {
            // Once the list is full, later groups need not be read.
            if piece.group != group, found.count >= limit { break }
            group = piece.group
            found += try fetch(piece, in: db)
        }
        return found.sorted().prefix(limit).map(\.id)
    }

    private func fetch(_ piece: Piece, in db: Database) throws -> [Found] {
        var arguments: [any DatabaseValueConvertible] = []
        var conditions = piece.conditions
        func add(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments.append(value)
        }
        if !filter.states.isEmpty {
            conditions.append(
                "+workItem.state IN (\(filter.states.map { "'\($0.rawValue)'" }.joined(separator: ", ")))")
        }
        add("workItem.id = ?", filter.item)
        add("workItem.changedAt >= ?", filter.changedSince?.milliseconds)
        add("workItem.changedAt < ?", filter.changedUntil?.milliseconds)
        add("study.studyDate >= ?", filter.studyDateFrom)
        add("study.studyDate <= ?", filter.studyDateTo)
        add("study.patientHash = ?", filter.patientHash)
        add("workItem.callingAETitle = ?", filter.callingAETitle)
        add("study.accessionNumber = ?", filter.accessionNumber)
        for word in filter.reasonWords {
            add(
                "instr(lower(ifnull(workItem.reason, '') || ' ' || ifnull(workItem.holdReason, '')), ?)",
                word.lowercased())
        }
        add(Self.hasFinding, filter.finding)
        if filter.isHeld { conditions.append("workItem.heldAt IS NOT NULL") }
        var source = piece.source
        if source.hasPrefix("workItem"), filter.needsStudy {
            source += " CROSS JOIN study ON study.id = workItem.studyRow"
        }
        let sql = """
            SELECT workItem.id, \(Self.keys(order)) FROM \(source)
            WHERE \(conditions.isEmpty ? "1" : conditions.joined(separator: " AND ")) ORDER BY \(piece.order) LIMIT \(limit)
            """
        let sign: Int64 = isReversed ? -1 : 1
        return try Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments)).map { row in
            Found(id: row[0], key: (sign * (row[1] as Int64), sign * (row[2] as Int64), sign * (row[3] as Int64)))
        }
    }

    /// Whether the probability of a finding reaches its threshold in the latest draft.
    private static let hasFinding = """
        EXISTS (SELECT 1 FROM json_each((SELECT report FROM draft WHERE draft.workItemRow = workItem.id
            ORDER BY revision DESC LIMIT 1), '$.probabilities') AS finding
            WHERE lower(finding.value ->> 'label') = lower(?)
                AND finding.value ->> 'probability' >= finding.value ->> 'threshold')
        """

    /// The three SQL expressions of the sort key, smallest first.
    private static func keys(_ order: WorkListOrder) -> String {
        switch order {
        case .changed: "-workItem.changedAt, -workItem.id, 0"
        case .received: "-workItem.id, 0, 0"
        case .age: "workItem.id, 0, 0"
        case .priority: "-workItem.priority, workItem.id, 0"
        case .state: "\(rank), -workItem.changedAt, -workItem.id"
        }
    }

    private static let rank: String = {
        let ranks = WorkItemState.allCases.enumerated().map { "WHEN '\($1.rawValue)' THEN \($0)" }
        return "CASE workItem.state \(ranks.joined(separator: " ")) END"
    }()

    // MARK: Few

    /// The pieces to look up and sort if few items match; nil otherwise.
    private func few(in db: Database) throws -> [Piece]? {
        let order = "2 \(direction), 3 \(direction), 4 \(direction)"
        if let source = try fewSource(in: db) { return [Piece(source: source, conditions: [], order: order)] }
        guard self.order != .changed, self.order != .state, filter.hasChangeRange else { return nil }
        let source = "workItem INDEXED BY workItemByChange"
        var number = 0
        for state in states where number <= Self.fewest {
            number += try count(
                "\(source) WHERE state = ? AND changedAt >= ? AND changedAt < ?",
                [
                    state.rawValue, filter.changedSince?.milliseconds ?? 0,
                    filter.changedUntil?.milliseconds ?? Int64.max,
                ], in: db)
        }
        guard number <= Self.fewest else { return nil }
        return states.map {
            Piece(source: source, conditions: ["workItem.state = '\($0.rawValue)'"], order: order)
        }
    }

    private var direction: String { isReversed ? "DESC" : "ASC" }

    private func fewSource(in db: Database) throws -> String? {
        if filter.item != nil { return "workItem NOT INDEXED" }
        let byStudy = "CROSS JOIN workItem ON workItem.studyRow = study.id"
        if filter.patientHash != nil { return "study INDEXED BY studyByPatientHash \(byStudy)" }
        if filter.accessionNumber != nil { return "study INDEXED BY studyByAccessionNumber \(byStudy)" }
        if filter.isHeld { return "workItem INDEXED BY workItemHeld" }
        if filter.hasStudyDate,
            try count(
                "study INDEXED BY studyByStudyDate WHERE studyDate >= ? AND studyDate <= ?",
                [filter.studyDateFrom ?? "", filter.studyDateTo ?? "99991231"], in: db) <= Self.fewest
        {
            return "study INDEXED BY studyByStudyDate \(byStudy)"
        }
        guard order != .changed else { return nil }
        if let title = filter.callingAETitle,
            try count("workItem INDEXED BY workItemByCaller WHERE callingAETitle = ?", [title], in: db) <= Self.fewest
        {
            return "workItem INDEXED BY workItemByCaller"
        }
        return nil
    }

    /// The number of rows, counted only up to one more than `fewest`.
    private func count(_ source: String, _ arguments: StatementArguments, in db: Database) throws -> Int {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM \(source) LIMIT \(Self.fewest + 1))"
        return try Int.fetchOne(db, sql: sql, arguments: arguments) ?? 0
    }

    // MARK: Walks

    private var states: [WorkItemState] {
        let wanted = WorkItemState.allCases.filter { filter.states.isEmpty || filter.states.contains($0) }
        return isReversed ? wanted.reversed() : wanted
    }

    private func walks(in db: Database) throws -> [Piece] {
        let forwards = isReversed ? "DESC" : "ASC"
        let backwards = isReversed ? "ASC" : "DESC"
        switch order {
        case .changed where filter.callingAETitle != nil:
            return [
                Piece(
                    source: "workItem INDEXED BY workItemByCaller", conditions: [],
                    order: "workItem.changedAt \(backwards), workItem.id \(backwards)")
            ]
        case .changed, .state:
            return states.enumerated().map { index, state in
                Piece(
                    source: "workItem INDEXED BY workItemByChange",
                    conditions: ["workItem.state = '\(state.rawValue)'"],
                    order: "workItem.changedAt \(backwards), workItem.id \(backwards)",
                    group: order == .state ? index : 0)
            }
        case .received, .age:
            let direction = order == .age ? forwards : backwards
            guard !filter.states.isEmpty else {
                return [Piece(source: "workItem NOT INDEXED", conditions: [], order: "workItem.id \(direction)")]
            }
            return try byPriority(in: db, idDirection: direction)
        case .priority:
            return try byPriority(in: db, idDirection: forwards)
        }
    }

    /// One piece for each state and priority in use: at most 21 per state.
    private func byPriority(in db: Database, idDirection: String) throws -> [Piece] {
        let pieces = try states.flatMap { state in
            try WorkItem.priorities(of: state, in: db).map { priority in
                Piece(
                    source: "workItem INDEXED BY workItemByPriority",
                    conditions: ["workItem.state = '\(state.rawValue)'", "workItem.priority = \(priority)"],
                    order: "workItem.id \(idDirection)",
                    group: order == .priority ? (isReversed ? priority : -priority) : 0)
            }
        }
        return pieces.sorted { $0.group < $1.group }
    }
}
