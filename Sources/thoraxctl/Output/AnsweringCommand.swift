import ArgumentParser

/// A command that prints text, or with `--json` the JSON that `thoraxctl schema` describes.
protocol AnsweringCommand: ParsableCommand {
    /// The type that `--json` prints.
    associatedtype Answer: Codable

    var options: StateOptions { get }
}

extension AnsweringCommand {
    /// Prints the answer as JSON. No other type is accepted, so the output always matches the schema.
    func printJSON(_ answer: Answer) throws { print(try jsonText(answer)) }
}
