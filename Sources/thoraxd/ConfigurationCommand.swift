import ArgumentParser
import Daemon
import ThoraxConfiguration

/// `thoraxd configuration` prints every key, as a configuration file or as the reference page.
struct ConfigurationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "configuration", abstract: "Print every key with its default, as a configuration file.",
        discussion: "Example: thoraxd configuration > thoraxd.yaml")

    @Flag(help: "Print the reference page, in Markdown, instead.")
    var reference = false

    @Flag(help: "Print the manual page thoraxd.yaml(5) instead.")
    var manual = false

    func run() {
        let text =
            manual ? ConfigurationManual.text : reference ? ConfigurationReference.text : ConfigurationFile.text
        print(text, terminator: "")
    }
}
