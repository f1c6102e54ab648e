import Foundation
import WorkList

/// Rows of text in aligned columns, coloured on a terminal. Cell contents are made safe for a terminal.
struct TextTable {
    /// Whether standard output is a terminal.
    static let isTerminal = isatty(STDOUT_FILENO) == 1
    /// Whether to print colours: only on a terminal, and not if `NO_COLOR` is set (no-color.org).
    private static let isColourful =
        isTerminal && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
    private let header: [String]
    private var rows: [[Cell]] = []

    typealias Cell = (text: String, colour: Colour?)

    enum Colour: String {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case grey = "90"
    }

    init(_ header: [String]) { self.header = header }

    mutating func add(_ cells: [Cell]) {
        rows.append(cells.map { (terminalSafe($0.text), $0.colour) })
    }

    var isEmpty: Bool { rows.isEmpty }

    /// All lines, header first.
    var lines: [String] { lines(width: .max) }

    /// All lines, header first, joined by line feeds.
    var text: String { lines.joined(separator: "\n") }

    /// All lines, header first, cut off at `width` columns.
    func lines(width: Int) -> [String] {
        let widths = header.indices.map { column in
            ([header[column]] + rows.map { $0[column].text }).map(\.displayWidth).max() ?? 0
        }
        return ([header.map { ($0, .grey) }] + rows).map { line(Self.cut($0, widths, to: width), widths) }
    }

    private static func cut(
        _ cells: [Cell], _ widths: [Int], to width: Int
    ) -> [Cell] {
        var left = width
        return zip(cells, widths).map { cell, columns in
            defer { left -= min(left, columns + 2) }
            return (cell.text.displayWidth <= left ? cell.text : cell.text.fitting(left), cell.colour)
        }
    }

    private func line(_ cells: [Cell], _ widths: [Int]) -> String {
        let last = cells.lastIndex { !$0.text.isEmpty } ?? 0
        let padded = zip(cells, widths).enumerated().map { index, pair in
            let (cell, width) = pair
            let padding = index >= last ? "" : String(repeating: " ", count: width - cell.text.displayWidth)
            return Self.paint(cell.text, cell.colour) + padding
        }
        return padded[...last].joined(separator: "  ")
    }

    /// The text in a colour if colours are printed, else unchanged.
    static func paint(_ text: String, _ colour: Colour?) -> String {
        guard isColourful, let colour else { return text }
        return "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m"
    }
}

extension WorkItemState {
    /// Red if a person must act, green if the study is done.
    var colour: TextTable.Colour? {
        switch self {
        case .failed: .red
        case .drafted, .accepted, .edited: .green
        case .drafting, .inReview: .yellow
        case .ineligible, .rejected: .grey
        case .collecting, .queued: nil
        }
    }
}
