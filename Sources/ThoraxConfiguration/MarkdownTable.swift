/// A table in Markdown.
package struct MarkdownTable {
    private var lines: [String]

    package init(_ titles: String...) {
        lines = [Self.row(titles), Self.row(titles.map { _ in "---" })]
    }

    package mutating func add(_ cells: String...) { lines.append(Self.row(cells)) }

    /// With an empty line after it.
    package var text: String { lines.joined(separator: "\n") + "\n" }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
}
