import ArgumentParser
import Daemon

/// The daemon.
@main
struct Thoraxd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thoraxd",
        abstract: "Receive chest X-rays over DICOM, draft a report for each, hand it out as a Structured Report.",
        discussion: "A draft is never a diagnosis: it is marked preliminary and unverified until a human signs it.",
        version: ThoraxDaemon.version,
        subcommands: [
            ServeCommand.self, ConformanceCommand.self, ConfigurationCommand.self,
            CheckConfigCommand.self, ReporterCommand.self,
        ])
}
