import ArgumentParser
import Daemon

/// `thoraxd conformance` prints the DICOM conformance statement of the node.
struct ConformanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Print the DICOM conformance statement (PS3.2), in Markdown, made from the node's own tables.",
        discussion: "Example: thoraxd conformance > conformance.md")

    func run() { print(ConformanceStatement.text, terminator: "") }
}
