import Foundation
import Testing

struct DocumentTests {
    private func everyDocument() throws -> [SourceTree.File] {
        let pages = try ["docs", "samples"].flatMap { try SourceTree.files(in: $0, endings: ["md"]) }
        let front = try ["README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"].map { name in
            let text = try String(contentsOfFile: "\(SourceTree.root)/\(name)", encoding: .utf8)
            return SourceTree.File(path: name, text: text)
        }
        return front + pages
    }

    @Test func `every link of a document leads to a file or to a heading`() throws {
        var links = 0
        for document in try everyDocument() {
            let folder = (document.path as NSString).deletingLastPathComponent
            for match in document.lines.joined(separator: "\n").matches(of: /\]\(([^)\s]+)\)/) {
                guard !match.1.hasPrefix("https://"), !match.1.hasPrefix("http://") else { continue }
                links += 1
                let parts = match.1.split(separator: "#", omittingEmptySubsequences: false)
                let target =
                    parts[0].isEmpty
                    ? "\(SourceTree.root)/\(document.path)" : "\(SourceTree.root)/\(folder)/\(parts[0])"
                #expect(FileManager.default.fileExists(atPath: target), "\(document.path): \(match.1)")
                guard parts.count == 2, let text = try? String(contentsOfFile: target, encoding: .utf8) else {
                    continue
                }
                let headings = text.matches(of: /(?m)^#+ (.+)$/).map { Self.anchor(of: $0.1) }
                #expect(headings.contains(String(parts[1])), "\(document.path): \(match.1)")
            }
        }
        #expect(links > 50)
    }

    @Test func `whatever SECURITY.md says was found has a mechanism and a test that exist`() throws {
        let text = try String(contentsOfFile: "\(SourceTree.root)/SECURITY.md", encoding: .utf8)
        let section = try #require(text.components(separatedBy: "\n## ").first { $0.hasPrefix("What was found") })
        func names(in folder: String) throws -> Set<String> {
            Set(
                try SourceTree.files(in: folder).map {
                    (($0.path as NSString).lastPathComponent as NSString).deletingPathExtension
                })
        }
        let (sources, tests) = try (names(in: "Sources"), names(in: "Tests"))
        func named(in cell: Substring) -> [String] { cell.matches(of: /`([A-Z][^`]*)`/).map { String($0.1) } }
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
        for row in rows {
            let cells = row.split(separator: "|").filter { !$0.allSatisfy(\.isWhitespace) }
            try #require(cells.count == 3, "\(row)")
            let (mechanisms, proofs) = (named(in: cells[1]), named(in: cells[2]))
            #expect(!mechanisms.isEmpty && sources.isSuperset(of: mechanisms), "\(row)")
            #expect(!proofs.isEmpty && tests.isSuperset(of: proofs), "\(row)")
        }
        #expect(rows.count > 25)
    }

    /// The anchor that renderers of Markdown give a heading: lower case, hyphens for spaces, no punctuation.
    private static func anchor(of heading: Substring) -> String {
        heading.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }
            .replacing(" ", with: "-")
    }
}
