import Foundation
import TestHarness
import Testing

/// The help of `thorax-model`, and the documents that name its commands.
@Suite(.blocking) struct NamedCommandTests {
    private let tree: CommandTree

    init() throws { tree = try CommandTree(of: "thorax-model") }

    @Test func `every help has an example of its command, which exists`() {
        for (words, command) in tree.all {
            let lines = (command.discussion ?? "").split(separator: "\n").map { $0.trimmingPrefix("Example: ") }
            let example = lines.first { $0.hasPrefix(words) }
            #expect(example != nil, "\(words)")
            let named = example?.split(separator: " ").dropFirst().map(String.init) ?? []
            #expect(tree.complaint(about: named) == nil, "\(named)")
        }
    }

    @Test(arguments: ["README.md", "docs/manual/model.md", "docs/model.md", "docs/data.md", "docs/model-card.md"])
    func `every command of the documents exists with its options`(path: String) throws {
        let text = try String(contentsOf: packageRoot.appending(path: path), encoding: .utf8)
        for (words, _) in NamedCommands.inMarkdown(text, of: "thorax-model") {
            let bare = words.map { $0.filter { !"[]".contains($0) } }.filter { $0 != "|" }
            #expect(tree.complaint(about: bare) == nil, "\(path): \(words)")
        }
    }
}
