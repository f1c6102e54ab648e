import Administration
import ArgumentParser
import DICOMCore
import DICOMNetwork
import Foundation
import ThoraxConfiguration
import WebAccess
import WorkListDatabase

/// `thoraxctl peers add` writes the entry of a caller into the configuration file and has the daemon read it.
struct PeersAddCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add an unknown caller to the peers of the configuration file, and reload.",
        discussion: """
            The entry has the address that the caller called from and the permissions that its requests need, except \
            commit and sign. Anybody can call with an AE title, so name the address if it was used from several. Comments stay. Nothing is written if the configuration would not be valid.

            Example: thoraxctl peers add room1 --from-caller CR1
            """)

    @OptionGroup var options: StateOptions

    @Argument(help: "Name of the peer in the configuration, logs and metrics; yours to choose.")
    var name: String

    @Option(help: "The caller's AE title, as thoraxctl peers shows it; by default the name in upper case.")
    var fromCaller: String?

    @Option(help: "The address of the caller, if its AE title was used from several.")
    var address: String?

    struct Answer: Codable {
        let name: String
        /// The configuration file, and the line on which the entry begins.
        let file: String
        let line: Int
        let warnings: [String]
        /// Whether the daemon runs and was told to read the configuration again.
        let isReloading: Bool
    }

    func run() throws {
        guard let path = options.configurationFile else {
            throw CommandFailure("there is no configuration file", hint: "name it with --config")
        }
        let configuration = try options.configuration()
        let wanted = fromCaller ?? name.uppercased()
        let directory = PeerDirectory(configuration.peers)
        let callers = try options.workList(of: configuration).callers()
            .filter { $0.callingAETitle == wanted && directory.peer($0) == nil }
            .filter { address == nil || $0.address == address }
        guard let title = AETitle(wanted), let caller = callers.first else {
            throw CommandFailure(
                "no unknown caller has the AE title \(wanted)" + (address.map { " and the address \($0)" } ?? ""),
                hint: "let it call once; thoraxctl peers lists who has called")
        }
        guard callers.count == 1 else {
            throw CommandFailure(
                "\(wanted) was called from \(callers.map(\.address).sorted().joined(separator: ", "))",
                hint: "name the address that you trust with --address")
        }
        let entry = PeerEntry(named: name, caller, title: title) { describeTime($0.lastSeenAt) }
        let insertion = try PeerInsertion(
            adding: entry.yaml, to: ConfigurationReading.text(of: path), path: path,
            environment: ProcessInfo.processInfo.environment)
        try insertion.write(to: path)
        let tokens = try options.workList(of: configuration).accessTokens(namedLike: [title.description])
        let answer = Answer(
            name: name, file: path, line: insertion.line,
            warnings: (insertion.configuration.warnings + tokens.map(ConfigurationWarning.init)
                + (entry.needsPermissions ? [.withoutPermissions(name, in: path)] : []))
                .map { "\($0); \($0.hint)" },
            isReloading: options.reload(configuration))
        if options.json { return try printJSON(answer) }
        print("added \(name) at \(path) line \(answer.line)")
        for warning in answer.warnings { print("warning: \(warning)") }
        print(StateOptions.describeReload(answer.isReloading))
    }
}

extension ConfigurationWarning {
    /// A peer that was added after nothing but a C-ECHO.
    fileprivate static func withoutPermissions(_ peer: String, in path: String) -> ConfigurationWarning {
        ConfigurationWarning(
            description: "\(peer) has only sent C-ECHO, so it may do nothing else",
            hint: "list store, query or retrieve in its permissions in \(path), and reload")
    }
}
