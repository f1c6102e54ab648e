import Foundation
import ThoraxConfiguration

/// The configuration file beside what the running daemon uses.
struct ConfigurationState: Codable {
    /// Nil if there is no file.
    let file: String?
    /// Every error of the file with its line, and what to do.
    let errors: [Fault]
    /// Keys, and names of peers, that a reload will change.
    let changedByReload: [String]
    /// Keys that a restart will change.
    let changedByRestart: [String]

    struct Fault: Codable {
        let error: String
        let hint: String
    }

    /// - Parameters:
    ///   - errors: those of the file.
    ///   - configuration: what the file says, read with the environment of the daemon.
    ///   - running: what the daemon uses; nil while it is not running.
    init(
        _ file: String?, errors found: [ConfigurationError], _ configuration: DaemonConfiguration,
        _ running: RunningReport?
    ) {
        self.file = file
        errors = found.map { Fault(error: $0.description, hint: $0.hint) }
        guard let running, errors.isEmpty else {
            (changedByReload, changedByRestart) = ([], [])
            return
        }
        let read = Dictionary(uniqueKeysWithValues: configuration.settings.map { ($0.key, $0.value) })
        let keys = ConfigurationKey.all.filter { key in
            guard !running.keysOfCommandLine.contains(key.name), let value = running.settings[key.name] else {
                return false
            }
            return value != read[key.name]
        }
        let peers = RunningReport.peers(of: configuration)
        let others = Set(peers.keys).union(running.peers.keys).filter { peers[$0] != running.peers[$0] }.sorted()
        changedByReload = keys.filter(\.isReloadable).map(\.name) + others.map { "peer \($0)" }
        changedByRestart = keys.filter { !$0.isReloadable }.map(\.name)
    }
}
