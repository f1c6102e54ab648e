/// A table in Markdown.
struct MarkdownTable {
    private var lines: [String]

    init(_ titles: String...) {
        lines = [Self.row(titles), Self.row(titles.map { _ in "---" })]
    }

    mutating func add(_ cells: String...) { lines.append(Self.row(cells)) }

    /// With an empty line after it.
    var text: String { lines.joined(separator: "\n") + "\n" }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
}
