import ArgumentParser
import Foundation
import Platform
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// Where the work list is, found as the daemon finds it.
struct StateOptions: ParsableArguments {
    @Option(help: "Configuration file of the daemon.")
    var config: String?

    @Option(help: "State directory; overrides the configuration.")
    var stateDirectory: String?

    @Flag(help: "Print JSON.")
    var json = false

    /// The configuration that the daemon would run with.
    func configuration() throws -> DaemonConfiguration {
        var configuration = try DaemonConfiguration(
            file: configurationFile, environment: ProcessInfo.processInfo.environment)
        if let stateDirectory { configuration.stateDirectory = stateDirectory }
        return configuration
    }

    /// The file that the configuration is read from; nil where there is none.
    var configurationFile: String? {
        let usual = "/etc/thoraxd/thoraxd.yaml"
        return config ?? (FileManager.default.fileExists(atPath: usual) ? usual : nil)
    }

    /// Opens an existing work list to ask it: nothing can be changed through it.
    func workList(of configuration: DaemonConfiguration) throws -> WorkListStore {
        try checkAccess(to: configuration.stateDirectory, writing: false)
        return try WorkListStore(stateDirectory: configuration.stateDirectory, for: .asking)
    }

    /// Opens an existing work list to change it; its schema is left as it is.
    func changeableWorkList(of configuration: DaemonConfiguration) throws -> WorkListStore {
        try checkAccess(to: configuration.stateDirectory, writing: true)
        return try WorkListStore(stateDirectory: configuration.stateDirectory, for: .changing)
    }

    /// What is said above a list that was left by a daemon that does not run; nil while it runs.
    func downNotice(_ configuration: DaemonConfiguration) -> String? {
        let path = WorkListStore.daemonLockPath(in: configuration.stateDirectory)
        guard LockFile.holder(at: path) == nil else { return nil }
        return TextTable.paint("thoraxd is down; this is what it left", .red)
    }

    /// - Throws: where there is no work list, or this account may not use it.
    private func checkAccess(to directory: String, writing: Bool) throws {
        let path = WorkListStore.path(in: directory)
        let mode = writing ? R_OK | W_OK : R_OK
        // A work list that is read needs its -wal and -shm files, which the first to open it makes.
        if access(path, mode) == 0, !writing || access(directory, W_OK) == 0 { return }
        guard errno == EACCES || errno == EROFS || errno == EPERM else {
            throw CommandFailure(
                "there is no work list at \(path)",
                hint: "name its directory with --state-directory, or start thoraxd once, which makes one")
        }
        let owner = Actor.account(FileStatus(nearest: directory)?.owner ?? 0)
        throw CommandFailure(
            "\(Actor.account(geteuid())) may not \(writing ? "change" : "read") the work list at \(path)",
            hint: "run it as root, or as the account that thoraxd runs under: sudo -u \(owner) thoraxctl …")
    }
}

/// Whether patients are named. Without it no command prints a patient's name or id.
struct PatientOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Show names and ids of patients.",
            discussion: "The option changes nothing and records no act; sudo's log has the account that used it."))
    var showPatient = false
}
