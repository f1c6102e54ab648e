import DICOMCore
import DICOMNetwork
package import FoundationEssentials
import Glibc
import Platform
import WorkListDatabase

/// The settings and ports in effect, for `thoraxctl status`: a file of the state directory, written when the daemon serves,
/// after each reload and when a port has opened or closed. It holds settings, and nothing about patients.
package struct RunningReport: Codable, Sendable, Equatable {
    package let version: String
    package let processID: Int32
    package let startedAt: Date
    package let aeTitle: String
    /// The ports that are open; nil for one that is disabled or closed.
    package private(set) var port: UInt16?
    package private(set) var securePort: UInt16?
    /// Every key with its value, as the file would have it.
    package private(set) var settings: [String: String]
    /// Every peer's settings, by name.
    package private(set) var peers: [String: String]
    /// The text of the file that it has read; nil if it read none, or is of an earlier version.
    package private(set) var fileText: String?
    /// The environment's settings of the daemon, which override the file.
    package let environment: [String: String]
    /// Keys that its command line set, which overrides both.
    package let keysOfCommandLine: [String]

    package init(_ configuration: DaemonConfiguration, ports: (plain: UInt16?, secure: UInt16?)) {
        version = Implementation.version
        processID = getpid()
        startedAt = Date()
        aeTitle = configuration.aeTitle.description
        (port, securePort) = ports
        environment = ProcessInfo.processInfo.environment.filter { $0.key.hasPrefix("THORAXD_") }
        let flags = ["--state-directory": "state_directory", "--dicom-port": "dicom.port", "--model": "model"]
        keysOfCommandLine = flags.filter { flag in CommandLine.arguments.contains { $0.hasPrefix(flag.key) } }
            .map(\.value).sorted()
        (settings, peers) = ([:], [:])
        use(configuration)
    }

    /// Uses the settings of a configuration from now on.
    package mutating func use(_ configuration: DaemonConfiguration) {
        settings = Dictionary(uniqueKeysWithValues: configuration.settings.map { ($0.key, $0.value) })
        peers = Self.peers(of: configuration)
        fileText = configuration.source.text
    }

    /// Notes which ports are open: without TLS and with TLS.
    ///
    /// - Returns: whether that has changed.
    package mutating func note(ports: (plain: UInt16?, secure: UInt16?)) -> Bool {
        guard (port, securePort) != ports else { return false }
        (port, securePort) = ports
        return true
    }

    /// The configuration that the daemon read from its file and environment, with the state directory as the only part of its
    /// command line.
    package func configuration(stateDirectory: String) -> DaemonConfiguration {
        var reading = ConfigurationReading(
            text: fileText ?? "", path: "the configuration that the daemon has read", environment: environment)
        reading.use(stateDirectory: stateDirectory)
        return reading.configuration
    }

    /// Every peer's settings as text, by name, so that two configurations can be compared.
    package static func peers(of configuration: DaemonConfiguration) -> [String: String] {
        Dictionary(configuration.peers.map { ($0.name, text(of: $0)) }) { $1 }
    }

    /// Every property of a peer. A set has no order, so that the permissions are listed in theirs.
    private static func text(of peer: Peer) -> String {
        let permissions = Peer.Permission.allCases.filter(peer.permissions.contains).map(\.rawValue)
        let others = Mirror(reflecting: peer).children.filter { $0.label != "permissions" }
        return (others.map { "\($0.label ?? ""): \($0.value)" } + ["permissions: \(permissions)"]).joined(
            separator: ", ")
    }

    private static func path(in stateDirectory: String) -> String { "\(stateDirectory)/running.json" }

    /// The report of the daemon that runs; nil while none runs, or if it is of an earlier version that writes none.
    package init?(of stateDirectory: String) {
        guard let bytes = try? Data(contentsOf: URL(filePath: Self.path(in: stateDirectory))),
            let report = try? JSONDecoder().decode(RunningReport.self, from: bytes),
            report.processID == LockFile.holder(at: WorkListStore.daemonLockPath(in: stateDirectory))
        else { return nil }
        self = report
    }

    package func write(to stateDirectory: String) throws {
        let file = try DurableFile(in: stateDirectory)
        try JSONEncoder().encode(self).withUnsafeBytes { file.write($0) }
        try file.commit(as: Self.path(in: stateDirectory))
    }
}
