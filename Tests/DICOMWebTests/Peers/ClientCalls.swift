import Foundation
import TestHarness

/// The calls of web clients with their results, in docs/web-clients.md and as the peers print them.
enum ClientCalls {
    static func document() throws -> String {
        try String(contentsOf: packageRoot.appending(path: "docs/web-clients.md"), encoding: .utf8)
    }

    /// The rows of a client's table, as `RESULT CALL`.
    static func documented(of client: String) throws -> Set<String> {
        let section = try document().components(separatedBy: "\n## ").first { $0.hasPrefix(client) } ?? ""
        return Set(section.matches(of: /\n\| `([^`]+)` \| (\w+)/).map { "\($0.2) \($0.1)" })
    }

    /// What a peer printed, one call to a line.
    static func shown(by output: String) -> Set<String> {
        Set(output.split(whereSeparator: \.isNewline).map(String.init).filter { $0.contains(#/^(pass|refused) /#) })
    }
}
