import ArgumentParser

/// A command whose answer is text, or with `--json` the JSON that `thoraxctl schema` describes.
protocol AnsweringCommand: ParsableCommand {
    /// What `--json` prints.
    associatedtype Answer: Codable

    var options: StateOptions { get }
}

extension AnsweringCommand {
    /// Prints an answer of this command as JSON. No other type can be printed, so the schema holds.
    func printJSON(_ answer: Answer) throws { print(try jsonText(answer)) }
}
