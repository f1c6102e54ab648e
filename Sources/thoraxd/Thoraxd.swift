import ArgumentParser
import Daemon
import Dispatch

/// The daemon.
struct Thoraxd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thoraxd",
        abstract: "Receive chest X-rays over DICOM, draft a report for each, hand it out as a Structured Report.",
        discussion: """
            A draft is never a diagnosis: it is marked preliminary and unverified until a human signs it.

            Example: thoraxd serve --config /etc/thoraxd/thoraxd.yaml
            """,
        version: ThoraxDaemon.version,
        subcommands: [
            ServeCommand.self, ConformanceCommand.self, ConfigurationCommand.self,
            CheckConfigCommand.self, ReporterCommand.self, DecoderCommand.self,
        ])
}

/// Runs a command on the first thread of the process, before any other exists, unless the command is asynchronous: what
/// Landlock refuses to the first thread, the process can then never do.
@main enum Program {
    static func main() {
        do {
            var command = try Thoraxd.parseAsRoot()
            guard command is any AsyncParsableCommand else { return try command.run() }
        } catch {
            Thoraxd.exit(withError: error)
        }
        Task {
            await Thoraxd.main(nil)
            Thoraxd.exit()
        }
        dispatchMain()
    }
}
