import Administration
import ArgumentParser

/// `thoraxctl schema` prints the JSON Schema of a command's `--json` output.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema (2020-12) of what a command prints with --json.",
        discussion: """
            Commands: \(answers.keys.sorted().joined(separator: ", ")).

            Example: thoraxctl schema review list
            """)

    @Argument(help: "The command, for example: status, or: review list.")
    var words: [String]

    private var command: String { words.joined(separator: " ") }

    /// The type that each command prints with `--json`, by the words of the command. A default subcommand is also
    /// listed under the words of its parent.
    static var answers: [String: any Decodable.Type] { answers(below: ThoraxCtl.self, named: []) }

    private static func answers(below command: any ParsableCommand.Type, named path: [String])
        -> [String: any Decodable.Type]
    {
        func answer<Command: AnsweringCommand>(of command: Command.Type) -> any Decodable.Type { Command.Answer.self }
        let configuration = command.configuration
        // The configuration of this command uses `answers`, so reading it here would recurse.
        let subcommands = configuration.subcommands.filter { $0 != Self.self }
        return subcommands.reduce(into: [:]) { answers, subcommand in
            let words = path + [subcommand.configuration.commandName ?? ""]
            answers.merge(Self.answers(below: subcommand, named: words)) { $1 }
            guard let answering = subcommand as? any AnsweringCommand.Type else { return }
            answers[words.joined(separator: " ")] = answer(of: answering)
            if subcommand == configuration.defaultSubcommand {
                answers[path.joined(separator: " ")] = answer(of: answering)
            }
        }
    }

    func validate() throws {
        guard Self.answers[command] != nil else { throw ValidationError("there is no schema for \(command)") }
    }

    func run() throws {
        guard let answer = Self.answers[command],
            case .object(var schema) = try ShapeDecoder.shape(of: answer).schema
        else { return }
        schema["$schema"] = .text("https://json-schema.org/draft/2020-12/schema")
        schema["title"] = .text("thoraxctl \(command) --json")
        print(try jsonText(JSONText.object(schema)))
    }
}
