import ArgumentParser
import Daemon
import Foundation
import Logging

/// `thoraxd serve`: runs until SIGTERM or SIGINT.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the daemon in the foreground.",
        discussion: """
            Flags override the environment (THORAXD_…), the environment overrides the configuration file, the file \
            overrides the defaults. etc/thoraxd.yaml shows every key.
            """)

    @Option(help: "Configuration file (YAML).")
    var config: String?

    @Option(help: "Directory of the work list, images and reports.")
    var stateDirectory: String?

    @Option(help: "Port of the DICOM node; 0 lets the system choose.")
    var dicomPort: UInt16?

    @Option(help: "Directory of the model bundle.")
    var model: String?

    func run() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "thoraxd")
        do {
            var configuration = try Daemon.Configuration(
                file: config, environment: ProcessInfo.processInfo.environment)
            if let stateDirectory { configuration.stateDirectory = stateDirectory }
            if let dicomPort { configuration.dicomPort = dicomPort }
            if let model { configuration.model = model }
            logger.logLevel = Logger.Level(rawValue: configuration.logLevel) ?? .info
            try await ThoraxDaemon.run(
                configuration, executable: URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path,
                logger: logger)
        } catch {
            logger.critical("cannot serve: \(error)", metadata: ["hint": "\(StartFailure.hint(for: error))"])
            throw ExitCode(StartFailure.exitCode)
        }
    }
}
