import ArgumentParser
import Daemon

/// `thoraxd conformance`: what the node can do, for those who connect others to it.
struct ConformanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Print the DICOM conformance statement (PS3.2), in Markdown, made from the node's own tables.")

    func run() { print(ConformanceStatement.text, terminator: "") }
}
