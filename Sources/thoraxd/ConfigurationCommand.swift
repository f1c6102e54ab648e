import ArgumentParser
import Daemon
import ThoraxConfiguration

/// `thoraxd configuration` prints every key, as a configuration file or as the reference page.
struct ConfigurationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "configuration", abstract: "Print every key with its default, as a configuration file.")

    @Flag(help: "Print the reference page, in Markdown, instead.")
    var reference = false

    func run() { print(reference ? ConfigurationReference.text : ConfigurationFile.text, terminator: "") }
}
