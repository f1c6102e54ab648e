import ArgumentParser
import Daemon
import FoundationEssentials
import Logging
import Reporting

/// `thoraxd reporter`: the child process that the daemon starts; ends with its standard input.
struct ReporterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reporter", abstract: "Draft queued studies (started by the daemon).", shouldDisplay: false)

    @Option var stateDirectory: String
    @Option var model: String
    @Option var aeTitle: String
    @Option var threads: Int
    @Option var memoryBytes: Int
    @Option var processorSeconds: Int
    @Option var wallSeconds: Int
    @Option var routes: String
    @Option var logLevel: String

    func run() throws {
        _ = ProcessLog.begin(
            Logger.Level(rawValue: logLevel) ?? .info, environment: ProcessInfo.processInfo.environment)
        var logger = Logger(label: "thoraxd")
        logger[metadataKey: "part"] = "reporter"
        do {
            try Reporter(
                ReporterConfiguration(
                    stateDirectory: stateDirectory, model: model, aeTitle: aeTitle, threads: threads,
                    memoryBytes: memoryBytes, processorSeconds: processorSeconds, wallSeconds: wallSeconds,
                    routes: ReporterConfiguration.routes(routes)),
                logger: logger
            ).run()
        } catch {
            logger.critical("cannot draft: \(error)", metadata: ["hint": "\(StartFailure.hint(for: error))"])
            throw ExitCode(StartFailure.exitCode)
        }
    }
}
