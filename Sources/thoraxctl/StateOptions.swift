import ArgumentParser
import Daemon
import Foundation
import WorkList

/// Where the work list is, found as the daemon finds it.
struct StateOptions: ParsableArguments {
    @Option(help: "Configuration file of the daemon.")
    var config: String?

    @Option(help: "State directory; overrides the configuration.")
    var stateDirectory: String?

    @Flag(help: "Print JSON.")
    var json = false

    /// The configuration that the daemon would run with.
    func configuration() throws -> Daemon.Configuration {
        let usual = "/etc/thoraxd/thoraxd.yaml"
        let file = config ?? (FileManager.default.fileExists(atPath: usual) ? usual : nil)
        var configuration = try Daemon.Configuration(file: file, environment: ProcessInfo.processInfo.environment)
        if let stateDirectory { configuration.stateDirectory = stateDirectory }
        return configuration
    }

    /// Opens an existing work list; never makes one.
    func workList(of configuration: Daemon.Configuration) throws -> WorkListStore {
        let path = WorkListStore.path(in: configuration.stateDirectory)
        guard FileManager.default.fileExists(atPath: path) else {
            throw ValidationError("there is no work list at \(path); name its directory with --state-directory")
        }
        return try WorkListStore(stateDirectory: configuration.stateDirectory)
    }
}

/// Prints a value as JSON with sorted keys and ISO 8601 times.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
