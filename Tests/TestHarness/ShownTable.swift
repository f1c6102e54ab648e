import Foundation

/// A table of what tests found, for people: Markdown in `.build`, which the next run replaces.
package struct ShownTable {
    private var lines: [String]

    package init(_ columns: String...) {
        lines = [Self.row(columns), Self.row(columns.map { _ in "---" })]
    }

    package mutating func add(_ cells: String...) { lines.append(Self.row(cells)) }

    /// Writes the table to `.build/NAME.md` of the package.
    package func write(_ name: String) throws {
        let folder = packageRoot.appending(path: ".build")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: folder.appending(path: name + ".md"))
    }

    private static func row(_ cells: [String]) -> String {
        let plain = cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }
        return "| " + plain.joined(separator: " | ") + " |"
    }
}
