import ArgumentParser
import Daemon
import Foundation
import Logging
import OperatorErrors
import Platform
import ThoraxConfiguration

/// `thoraxd serve` runs the daemon until SIGTERM or SIGINT.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the daemon in the foreground.",
        discussion: """
            Flags override the environment (THORAXD_…), the environment overrides the configuration file, the file \
            overrides the defaults. thoraxd configuration and man 5 thoraxd.yaml show every key.

            Example: thoraxd serve --config /etc/thoraxd/thoraxd.yaml
            """)

    @Option(help: "Configuration file (YAML).")
    var config: String?

    @Option(help: "Directory of the work list, images and reports.")
    var stateDirectory: String?

    @Option(help: "Port of the DICOM node, 1 to 65535; 0 lets the system choose.")
    var dicomPort: UInt16?

    @Option(help: "Directory of the model bundle.")
    var model: String?

    func run() async throws {
        FreedMemory.bound()
        let environment = ProcessInfo.processInfo.environment
        let level = ProcessLog.begin(.info, environment: environment)
        let logger = Logger(label: "thoraxd")
        do {
            let read: @Sendable () throws -> DaemonConfiguration = {
                var configuration = try DaemonConfiguration(file: config, environment: environment)
                if let stateDirectory { configuration.stateDirectory = stateDirectory }
                if let dicomPort { configuration.dicomPort = dicomPort }
                if let model { configuration.model = model }
                return configuration
            }
            let configuration = try read()
            level.value = Logger.Level(rawValue: configuration.logLevel) ?? .info
            try await ThoraxDaemon.run(
                configuration, read: read,
                executable: URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path, level: level, logger: logger
            )
        } catch {
            let error = error.asOperatorError
            logger.critical("cannot serve: \(error)", metadata: ["hint": "\(error.hint)"])
            throw ExitCode(error.fault.exitCode)
        }
    }
}
