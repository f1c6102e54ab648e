import ArgumentParser
import Daemon
import FoundationEssentials
import Logging
import OperatorErrors
import Reporting

/// `thoraxd reporter` is the child process that the daemon starts. It ends with its standard input.
struct ReporterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reporter", abstract: "Draft queued studies (started by the daemon).", shouldDisplay: false)

    @Option(name: .customLong("configuration"), help: "ReporterConfiguration as JSON.")
    var settings: String

    func run() throws {
        let configuration = try JSONDecoder().decode(ReporterConfiguration.self, from: Data(settings.utf8))
        _ = ProcessLog.begin(
            Logger.Level(rawValue: configuration.logLevel) ?? .info, environment: ProcessInfo.processInfo.environment)
        var logger = Logger(label: "thoraxd")
        logger[metadataKey: "part"] = "reporter"
        do {
            try Reporter(configuration, logger: logger).run()
        } catch {
            let error = error.asOperatorError
            logger.critical("cannot draft: \(error)", metadata: ["hint": "\(error.hint)"])
            throw ExitCode(error.fault.exitCode)
        }
    }
}
