import ArgumentParser
import Foundation
import TestHarness
import Testing

@testable import thoraxctl

/// Commands that documents and hints name exist, with their options.
@Suite(.blocking) struct NamedCommandTests {
    private static let documents = ["README.md", "SECURITY.md", "docs/manual"]

    /// Every text below these files and folders with this ending.
    private func texts(in places: [String], ending: String) throws -> [(path: String, text: String)] {
        try places.flatMap { place -> [(path: String, text: String)] in
            let root = packageRoot.appending(path: place)
            let names = (try? FileManager.default.subpathsOfDirectory(atPath: root.path)) ?? []
            let files = place.hasSuffix(ending) ? [root] : names.map { root.appending(path: $0) }
            return try files.filter { $0.path.hasSuffix(ending) }.map {
                ($0.path, try String(contentsOf: $0, encoding: .utf8))
            }
        }
    }

    @Test(arguments: ["thoraxctl", "thoraxd"])
    func `every command of the manual exists with its options`(program: String) throws {
        let tree = try CommandTree(of: program)
        var count = 0
        for (path, text) in try texts(in: Self.documents, ending: ".md") {
            for (words, _) in NamedCommands.inMarkdown(text, of: program) {
                for choice in NamedCommands.choices(words) {
                    count += 1
                    #expect(tree.complaint(about: choice) == nil, "\(path): \(program) \(choice)")
                }
            }
        }
        #expect(count > (program == "thoraxctl" ? 60 : 3))
    }

    @Test func `every line of a block in the manual is a whole command line`() throws {
        var count = 0
        for (path, text) in try texts(in: Self.documents, ending: ".md") {
            for (words, isBlock) in NamedCommands.inMarkdown(text, of: "thoraxctl")
            where isBlock && !words.contains("|") && !words.contains("schema") {
                // Names in capitals stand for values; a number is valid for any of them.
                let line = words.map { word in
                    let bare = word.trimmingCharacters(in: CharacterSet(charactersIn: "'"))
                    return bare.count > 1 && bare == bare.uppercased() && bare.contains(where: \.isLetter) ? "1" : bare
                }
                count += 1
                #expect(throws: Never.self, "\(path): thoraxctl \(words)") { try ThoraxCtl.parseAsRoot(line) }
            }
        }
        #expect(count > 25)
    }

    @Test func `every command that a message names exists with its options`() throws {
        let tree = try CommandTree(of: "thoraxctl")
        // The program in a sentence.
        let prose: Set = ["again", "and", "as", "can", "cannot"]
        var count = 0
        for (path, text) in try texts(in: ["Sources"], ending: ".swift") {
            for words in NamedCommands.inSource(text, of: "thoraxctl") where !prose.contains(words[0]) {
                count += 1
                #expect(tree.complaint(about: words) == nil, "\(path): thoraxctl \(words)")
            }
        }
        #expect(count > 200)
    }

    @Test func `files that messages name are in the package`() throws {
        let script = try String(contentsOf: packageRoot.appending(path: "scripts/make-deb.sh"), encoding: .utf8)
        #expect(script.contains("docs/manual/*.md") && script.contains("docs/*.md"))
        for (path, text) in try texts(in: ["Sources"], ending: ".swift") {
            for match in text.matches(of: /"[^"\n]*[ \/"](docs\/[a-z\/-]+\.md)/) {
                let file = packageRoot.appending(path: String(match.1)).path
                #expect(FileManager.default.fileExists(atPath: file), "\(path): \(match.1)")
            }
            // Folders of the repository that the package does not have under these names.
            for match in text.matches(of: /hint: "[^"\n]*\b((?:scripts|systemd|packaging|etc)\/[a-z.-]+)/)
            where !match.0.contains("/\(match.1)") {
                Issue.record("\(path): \(match.1)")
            }
        }
    }
}
