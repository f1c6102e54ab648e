import Foundation
import TestHarness
import Testing

/// The help of every command.
@Suite(.blocking) struct HelpTests {
    private struct Dump: Decodable {
        let command: Command
    }

    private struct Command: Decodable {
        let commandName: String
        let discussion: String?
        let shouldDisplay: Bool?
        let subcommands: [Command]?

        /// Commands below this one, and itself, with their words.
        func all(_ path: String = "") -> [(words: String, discussion: String?)] {
            guard commandName != "help", shouldDisplay != false else { return [] }
            let words = path.isEmpty ? commandName : "\(path) \(commandName)"
            return [(words, discussion)] + (subcommands ?? []).flatMap { $0.all(words) }
        }
    }

    @Test(arguments: ["thoraxctl", "thoraxd"]) func `every help has an example of its command`(program: String) throws {
        let dumped = try run(builtPrograms.appending(path: program).path, ["--experimental-dump-help"])
        let root = try JSONDecoder().decode(Dump.self, from: Data(dumped.output.utf8)).command
        for (words, discussion) in root.all() {
            let lines = (discussion ?? "").split(separator: "\n").map { $0.trimmingPrefix("Example: ") }
            #expect(lines.contains { $0.hasPrefix(words) }, "\(words)")
        }
    }
}
