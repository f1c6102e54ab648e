import ArgumentParser
import Foundation
import ThoraxConfiguration
import WorkListDatabase

/// A command that lists rows.
protocol RowListing: AnsweringCommand {
    // Restated, so that the compiler infers it from `answer`.
    associatedtype Answer

    /// What the command prints if there are no rows.
    static var emptyNotice: String { get }
    /// Whether the daemon changes the rows. If so, a notice is printed above them while the daemon is not running.
    static var showsDaemonWork: Bool { get }

    func answer(by configuration: DaemonConfiguration) throws -> Answer

    func tables(of answer: Answer) -> [TextTable]

    /// A line below the tables; nil for none.
    func total(of answer: Answer) -> String?

    /// Prints the answer for people.
    func show(_ answer: Answer)

    /// Whether the answer reports something that is wrong, so that the command exits with `CommandExit.finding`.
    func isFinding(_ answer: Answer) -> Bool
}

/// A command that lists rows of the work list.
protocol ListingCommand: RowListing {
    // Restated here too.
    associatedtype Answer

    func answer(from workList: WorkListStore, _ configuration: DaemonConfiguration) throws -> Answer
}

extension RowListing {
    static var showsDaemonWork: Bool { false }

    func total(of answer: Answer) -> String? { nil }

    func isFinding(_ answer: Answer) -> Bool { false }

    func run() throws { try list() }

    /// Prints the listing once.
    func list() throws {
        let configuration = options.configurationInUse()
        let answer = try answer(by: configuration)
        if options.json {
            try printJSON(answer)
        } else {
            if Self.showsDaemonWork, let notice = options.downNotice(configuration) { print(notice) }
            show(answer)
        }
        if isFinding(answer) { throw ExitCode(CommandExit.finding.rawValue) }
    }

    func show(_ answer: Answer) {
        let tables = tables(of: answer).filter { !$0.isEmpty }
        print(tables.isEmpty ? Self.emptyNotice : tables.map(\.text).joined(separator: "\n\n"))
        if !tables.isEmpty, let total = total(of: answer) { print(TextTable.paint("\n" + total, .grey)) }
    }
}

extension ListingCommand {
    func answer(by configuration: DaemonConfiguration) throws -> Answer {
        try answer(from: options.workList(of: configuration), configuration)
    }
}

extension RowListing where Answer: Sequence, Answer.Element: ListingRow {
    func tables(of answer: Answer) -> [TextTable] { [TextTable(answer)] }
}

/// A row of a listing: `--json` prints its properties, and the table its columns.
protocol ListingRow: Codable {
    static var columns: [Column<Self>] { get }
}

/// A column of a table.
struct Column<Row> {
    let title: String
    fileprivate let cell: (Row) -> TextTable.Cell

    /// - Parameters:
    ///   - colour: the colour of a row's cell.
    ///   - value: the content of a row's cell; nil leaves it empty.
    init(
        _ title: String, colour: @escaping (Row) -> TextTable.Colour? = { _ in nil },
        _ value: @escaping (Row) -> (any CustomStringConvertible)?
    ) {
        self.title = title
        cell = { (value($0)?.description ?? "", colour($0)) }
    }

    /// A column that shows a time.
    init(at title: String, _ time: @escaping (Row) -> Date?) {
        self.init(title) { row in time(row).map { describeTime($0) } }
    }
}

extension TextTable {
    /// A table of rows, by default with all columns.
    init<Row: ListingRow>(_ rows: some Sequence<Row>, columns: [Column<Row>] = Row.columns) {
        self.init(columns.map(\.title))
        for row in rows { add(columns.map { $0.cell(row) }) }
    }
}
