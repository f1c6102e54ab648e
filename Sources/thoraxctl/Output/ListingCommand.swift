import ArgumentParser
import Foundation
import ThoraxConfiguration
import WorkListDatabase

/// A command that lists rows of the work list.
protocol ListingCommand: AnsweringCommand {
    // Restated, so that the compiler infers it from `answer`.
    associatedtype Answer

    /// What the command prints if there is no row.
    static var emptyNotice: String { get }
    /// Whether the daemon changes the rows; then the command says above them that the daemon does not run.
    static var showsDaemonWork: Bool { get }

    func answer(from workList: WorkListStore, _ configuration: DaemonConfiguration) throws -> Answer

    func tables(of answer: Answer) -> [TextTable]
}

extension ListingCommand {
    static var showsDaemonWork: Bool { false }

    func run() throws { try list() }

    /// Prints the listing once.
    func list() throws {
        let configuration = try options.configuration()
        let answer = try answer(from: options.workList(of: configuration), configuration)
        if options.json { return try printJSON(answer) }
        if Self.showsDaemonWork, let notice = options.downNotice(configuration) { print(notice) }
        let tables = tables(of: answer).filter { !$0.isEmpty }
        print(tables.isEmpty ? Self.emptyNotice : tables.map(\.text).joined(separator: "\n\n"))
    }
}

extension ListingCommand where Answer: Sequence, Answer.Element: ListingRow {
    func tables(of answer: Answer) -> [TextTable] { [TextTable(answer)] }
}

/// A row of a listing: `--json` prints its properties, and the table's columns are made of them.
protocol ListingRow: Codable {
    static var columns: [Column<Self>] { get }
}

/// A column of a table.
struct Column<Row> {
    let title: String
    fileprivate let cell: (Row) -> TextTable.Cell

    /// - Parameters:
    ///   - colour: colour of a row's cell.
    ///   - value: content of a row's cell, empty if nil.
    init(
        _ title: String, colour: @escaping (Row) -> TextTable.Colour? = { _ in nil },
        _ value: @escaping (Row) -> (any CustomStringConvertible)?
    ) {
        self.title = title
        cell = { (value($0)?.description ?? "", colour($0)) }
    }

    /// A column of how long ago something was.
    init(ago title: String, _ time: @escaping (Row) -> Date?) {
        self.init(title) { row in time(row).map { describeAge(since: $0) + " ago" } }
    }
}

extension TextTable {
    /// A table of rows; by default with every column.
    init<Row: ListingRow>(_ rows: some Sequence<Row>, columns: [Column<Row>] = Row.columns) {
        self.init(columns.map(\.title))
        for row in rows { add(columns.map { $0.cell(row) }) }
    }
}
