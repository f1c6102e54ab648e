import Foundation

/// Writes files of text as Swift source: a name and a string for each. SwiftPM's own `.embedInCode` writes arrays of numbers,
/// which took the compiler two minutes for 200 kB; strings take it no time.
///
/// `embed-assets OUTPUT FOLDER FILE …`
@main
struct EmbedAssets {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 2 else { throw CocoaError(.fileReadUnknown) }
        let folder = arguments[2].hasSuffix("/") ? arguments[2] : arguments[2] + "/"
        let entries = try arguments.dropFirst(3).sorted().map { path in
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return "        (\n\(literal(String(path.dropFirst(folder.count)))),\n\(literal(text))\n        ),\n"
        }
        let source = """
            /// The files of `Assets` by their names.
            enum EmbeddedAssets {
                static let all: [(name: String, text: String)] = [
            \(entries.joined())    ]
            }

            """
        try source.write(toFile: arguments[1], atomically: true, encoding: .utf8)
    }

    /// A raw string of several lines, with more number signs than the text has in a row.
    private static func literal(_ text: String) -> String {
        let signs = String(repeating: "#", count: 1 + (text.matches(of: /#+/).map(\.0.count).max() ?? 0))
        return "\(signs)\"\"\"\n\(text)\n\"\"\"\(signs)"
    }
}
