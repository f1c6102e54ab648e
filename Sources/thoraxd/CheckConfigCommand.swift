import ArgumentParser
import Foundation
import OperatorErrors
import ThoraxConfiguration

/// `thoraxd check-config` prints every error of a configuration, so that it can be mended before the daemon starts.
struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config", abstract: "Name every error of a configuration file, by line, with what to do.",
        discussion: """
            Exit code 0 when the daemon would start with it, 78 when not. Warnings name what is probably a mistake. \
            Reads the environment as well.

            Example: thoraxd check-config --config /etc/thoraxd/thoraxd.yaml
            """)

    @Option(help: "Configuration file (YAML).")
    var config = "/etc/thoraxd/thoraxd.yaml"

    func run() throws {
        let reading = ConfigurationReading(file: config, environment: ProcessInfo.processInfo.environment)
        for error in reading.errors {
            print("error: \(error)")
            print("  hint: \(error.hint)")
        }
        guard reading.errors.isEmpty else { throw ExitCode(FaultKind.misconfigured.exitCode) }
        for warning in reading.configuration.warnings + reading.configuration.warningsOfMachine {
            print("warning: \(warning)")
            print("  hint: \(warning.hint)")
        }
        let peers = reading.configuration.peers.count
        print("\(config): good; \(reading.keysSet.count) keys set, \(peers) \(peers == 1 ? "peer" : "peers")")
    }
}
