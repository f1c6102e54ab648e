import Foundation
import WorkList

/// Rows of text in aligned columns; on a terminal with colour, in a pipe without. What cells hold is made safe for a
/// terminal.
struct TextTable {
    /// Whether somebody sees what is printed.
    static let isTerminal = isatty(STDOUT_FILENO) == 1
    /// Unless they asked every program for no colour (no-color.org).
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

    /// Every line, header first.
    var lines: [String] { lines(width: .max) }

    /// Every line, header first, with line feeds between.
    var text: String { lines.joined(separator: "\n") }

    /// Every line, header first; what is wider than the terminal is cut off.
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

    /// The text in a colour, where somebody sees it.
    static func paint(_ text: String, _ colour: Colour?) -> String {
        guard isColourful, let colour else { return text }
        return "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m"
    }
}

extension WorkItemState {
    /// Red for what needs a person, green for what is done.
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
