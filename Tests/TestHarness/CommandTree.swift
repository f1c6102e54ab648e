import Foundation

/// The commands of a program with their options and help, as `--experimental-dump-help` prints them.
package struct CommandTree {
    package struct Command: Decodable {
        struct Option: Decodable {
            struct Name: Decodable {
                let kind: String
                let name: String
            }

            let names: [Name]?
        }

        let commandName: String
        let defaultSubcommand: String?
        package let discussion: String?
        let shouldDisplay: Bool?
        let subcommands: [Command]?
        let arguments: [Option]?

        func subcommand(_ name: some StringProtocol) -> Command? { subcommands?.first { $0.commandName == name } }

        /// Its options, with their hyphens.
        var options: Set<String> {
            Set((arguments ?? []).flatMap { $0.names ?? [] }.map { ($0.kind == "long" ? "--" : "-") + $0.name })
        }

        fileprivate func all(_ path: String) -> [(words: String, command: Command)] {
            guard commandName != "help", shouldDisplay != false else { return [] }
            let words = path.isEmpty ? commandName : "\(path) \(commandName)"
            return [(words, self)] + (subcommands ?? []).flatMap { $0.all(words) }
        }
    }

    private struct Dump: Decodable { let command: Command }

    private let root: Command

    /// Asks a program that is built with the tests.
    package init(of program: String) throws {
        let dumped = try run(builtPrograms.appending(path: program).path, ["--experimental-dump-help"])
        root = try JSONDecoder().decode(Dump.self, from: Data(dumped.output.utf8)).command
    }

    /// Every command with its words, the program's own first.
    package var all: [(words: String, command: Command)] { root.all("") }

    /// What is wrong with the words after the program's name: an unknown command or option. Values are not looked at.
    package func complaint(about words: [String]) -> String? {
        var command = root
        var rest = words[...]
        while let word = rest.first, let next = command.subcommand(word) {
            command = next
            rest = rest.dropFirst()
        }
        if command.commandName == root.commandName, let word = rest.first, !word.hasPrefix("-") {
            return "there is no command \(word)"
        }
        while let name = command.defaultSubcommand, let next = command.subcommand(name) { command = next }
        let known = command.options.union(["--help", "--version"])
        let unknown = rest.map { $0.prefix { $0 != "=" } }.first { $0.hasPrefix("--") && !known.contains(String($0)) }
        return unknown.map { "\(command.commandName) has no option \($0)" }
    }
}
