import ArgumentParser
import Decoding
import FoundationEssentials

/// `thoraxd decoder` is the child process that decodes for another one. It ends with its standard input.
struct DecoderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decoder", abstract: "Decode objects (started by the reporter and the daemon).",
        shouldDisplay: false)

    @Option(help: "DecoderSettings as JSON.")
    var settings: String

    func run() throws {
        try DecoderService.run(try JSONDecoder().decode(DecoderSettings.self, from: Data(settings.utf8)))
    }
}
