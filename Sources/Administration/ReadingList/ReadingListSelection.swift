import DICOMCore
import GRDB
import Review
import WorkList
import WorkListDatabase

/// Selects the work items of one page of the reading list and counts all that match.
///
/// If few studies match a filter, its own index finds them and they are sorted. Otherwise the index that has the list in
/// order is read. The queries name the index to use, because SQLite keeps no statistics of these tables.
struct ReadingListSelection {
    let filter: ReadingListFilter
    let offset: Int
    let limit: Int
    /// The reader to whom the list is shown; nil if nothing is withheld.
    var reader: DraftReader?
    /// Largest number of studies that are found by a filter's own index.
    var fewest = 5000

    /// The tables to read and the conditions on them, in SQL.
    private struct Source {
        var tables: String
        var conditions: [String] = []
        var arguments: [any DatabaseValueConvertible] = []
        /// Filters that the conditions apply already.
        var applies: Set<Filter> = []

        mutating func add(_ condition: String, _ values: (any DatabaseValueConvertible)...) {
            conditions.append(condition)
            arguments += values
        }
    }

    private enum Filter {
        case state, dates, finding, holder, sender, search
    }

    /// Returns the row ids of the page, in order, and the number of all work items that match.
    func rows(in db: Database) throws -> (ids: [Int64], total: Int) {
        var source = try few(in: db) ?? walk
        addRest(to: &source)
        let blind = filter.finding == nil ? nil : reader.flatMap { $0.blind.percent > 0 ? $0.blind.function : nil }
        if let blind {
            db.add(function: blind)
            addWithheld(to: &source)
        }
        defer { if let blind { db.remove(function: blind) } }
        let condition = source.conditions.isEmpty ? "1" : source.conditions.joined(separator: " AND ")
        let ids = try Int64.fetchAll(
            db,
            sql: """
                SELECT workItem.id FROM \(source.tables) WHERE \(condition) ORDER BY \(order) LIMIT ? OFFSET ?
                """,
            arguments: StatementArguments(source.arguments + [limit, offset]))
        if filter.isPlain {
            let states = filter.part.states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            let total = try Int.fetchOne(
                db, sql: "SELECT sum(number) FROM workItemCount WHERE state IN (\(states))")
            return (ids, total ?? 0)
        }
        // On the last page the total is known.
        if ids.count < limit, offset == 0 || !ids.isEmpty { return (ids, offset + ids.count) }
        let total = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM \(source.tables) WHERE \(condition)",
            arguments: StatementArguments(source.arguments))
        return (ids, total ?? 0)
    }

    /// Open work lists urgent studies first, then the oldest; finished work lists the latest change first.
    private var order: String {
        switch filter.part {
        case .waiting, .open, .pending: "workItem.priority DESC, workItem.id"
        case .signed, .rejected, .failed, .ineligible: "workItem.changedAt DESC, workItem.id DESC"
        case .all: "workItem.id DESC"
        }
    }

    /// The index that has the part in order, or at least finds it.
    private var walk: Source {
        let states = filter.part.states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let (index, condition) =
            switch filter.part {
            case .waiting: ("INDEXED BY workItemToReview", "workItem.state IN (\(states))")
            case .signed: ("INDEXED BY workItemSigned", "workItem.state IN (\(states))")
            case .pending: ("INDEXED BY workItemWaiting", "workItem.state IN (\(states))")
            case .open: ("INDEXED BY workItemByPriority", "workItem.state = \(states)")
            case .rejected, .failed, .ineligible: ("INDEXED BY workItemByChange", "workItem.state = \(states)")
            case .all: ("NOT INDEXED", "1")
            }
        return Source(tables: "workItem \(index)", conditions: [condition], applies: [.state])
    }

    // MARK: Few

    private func few(in db: Database) throws -> Source? {
        let byStudy = "CROSS JOIN workItem ON workItem.studyRow = study.id"
        if let search = filter.search {
            var source = Source(tables: "study \(byStudy)", applies: [.search])
            addSearch(search, to: &source)
            return source
        }
        if let holder = filter.holder {
            var source = Source(
                tables: "reviewClaim CROSS JOIN workItem ON workItem.id = reviewClaim.workItemRow", applies: [.holder])
            source.add("reviewClaim.login = ?", holder)
            return source
        }
        if filter.hasDates {
            let table = "study INDEXED BY studyByStudyDate"
            if try isFew("\(table) WHERE studyDate >= ? AND studyDate <= ?", [from, to], in: db) {
                var source = Source(tables: "\(table) \(byStudy)", applies: [.dates])
                source.add("study.studyDate >= ? AND study.studyDate <= ?", from, to)
                return source
            }
        }
        if let finding = filter.finding {
            let table = "draftFinding INDEXED BY draftFindingByName"
            if try isFew("\(table) WHERE finding = ?", [finding], in: db) {
                var source = Source(
                    tables: "\(table) CROSS JOIN workItem ON workItem.id = draftFinding.workItemRow",
                    applies: [.finding])
                source.add("draftFinding.finding = ?", finding)
                return source
            }
        }
        if let sender = filter.sender {
            let table = "workItem INDEXED BY workItemByCaller"
            if try isFew("\(table) WHERE callingAETitle = ?", [sender], in: db) {
                var source = Source(tables: table, applies: [.sender])
                source.add("workItem.callingAETitle = ?", sender)
                return source
            }
        }
        return nil
    }

    private var from: String { filter.from ?? "0" }
    private var to: String { filter.to ?? "99991231" }

    private func isFew(_ rows: String, _ arguments: StatementArguments, in db: Database) throws -> Bool {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM \(rows) LIMIT \(fewest + 1))"
        return try (Int.fetchOne(db, sql: sql, arguments: arguments) ?? 0) <= fewest
    }

    /// Adds the search for a prefix; each part of the union is a range of one index.
    private func addSearch(_ search: String, to source: inout Source) {
        let text = search.trimmingSpaces
        // Name components are separated by `^`; people write spaces and commas.
        let parts = text.split { " ,^".contains($0) }.joined(separator: "^")
        let name = PersonNameGroups.folded(parts) ?? text
        let ranges = [
            ("patientID", text), ("accessionNumber", text), ("studyInstanceUID", text), ("patientNameAlphabetic", name),
            ("patientNameIdeographic", name), ("patientNamePhonetic", name),
        ]
        let union = ranges.map { column, _ in "SELECT id FROM study WHERE \(column) >= ? AND \(column) < ?" }
        source.conditions.append("study.id IN (\(union.joined(separator: " UNION ")))")
        source.arguments += ranges.flatMap { [$0.1, $0.1 + "\u{10FFFF}"] }
    }

    /// Leaves out studies whose drafts are withheld from the reader: the findings of a draft must not show by a filter.
    private func addWithheld(to source: inout Source) {
        let withholding = WorkItemState.allCases.filter(\.withholdsDrafts).map { "'\($0.rawValue)'" }
        source.add(
            """
            (+workItem.state NOT IN (\(withholding.joined(separator: ", ")))
                OR NOT isReadBlind((SELECT read.studyInstanceUID FROM study AS read WHERE read.id = workItem.studyRow))
                OR EXISTS (SELECT 1 FROM firstImpression AS first WHERE first.workItemRow = workItem.id
                    AND first.revision = workItem.revision AND first.login = ?))
            """, reader?.login ?? "")
    }

    // MARK: Rest

    /// Adds the conditions that the source has not applied.
    private func addRest(to source: inout Source) {
        if !source.applies.contains(.state), filter.part != .all {
            let states = filter.part.states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            source.add("+workItem.state IN (\(states))")
        }
        if filter.hasDates, !source.applies.contains(.dates) {
            source.add(
                """
                EXISTS (SELECT 1 FROM study AS dated WHERE dated.id = workItem.studyRow
                    AND dated.studyDate >= ? AND dated.studyDate <= ?)
                """, from, to)
        }
        if let finding = filter.finding, !source.applies.contains(.finding) {
            source.add(
                """
                EXISTS (SELECT 1 FROM draftFinding AS found
                    WHERE found.workItemRow = workItem.id AND found.finding = ?)
                """, finding)
        }
        if let holder = filter.holder, !source.applies.contains(.holder) {
            source.add(
                """
                EXISTS (SELECT 1 FROM reviewClaim AS held WHERE held.workItemRow = workItem.id AND held.login = ?)
                """, holder)
        }
        if let sender = filter.sender, !source.applies.contains(.sender) {
            source.add("+workItem.callingAETitle = ?", sender)
        }
    }
}
