import ArgumentParser
import Foundation
import OperatorErrors
import Platform
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// The options that locate the work list, by the same rules as the daemon.
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

    /// The configuration for a command that only reads: of a file with errors, what the running daemon uses, and what could
    /// be read while it is not running. The errors are warnings on standard error then.
    func configurationInUse() -> DaemonConfiguration {
        let (reading, report) = readingBesideDaemon()
        guard !reading.errors.isEmpty else { return reading.configuration }
        for error in reading.errors {
            let source =
                report == nil ? "what could be read of the file is used" : "the running daemon's settings are used"
            let text = "warning: \(terminalSafe(error.description)); \(source)\n"
            FileHandle.standardError.write(Data(text.utf8))
        }
        let directory = reading.configuration.stateDirectory
        return report?.configuration(stateDirectory: directory) ?? reading.configuration
    }

    /// The configuration file as it is, errors and all, read with the environment of the daemon, and what the daemon uses; nil
    /// while it is not running.
    func readingBesideDaemon() -> (reading: ConfigurationReading, report: RunningReport?) {
        func read(_ environment: [String: String]) -> ConfigurationReading {
            var reading = ConfigurationReading(file: configurationFile, environment: environment)
            if let stateDirectory { reading.use(stateDirectory: stateDirectory) }
            return reading
        }
        let reading = read(ProcessInfo.processInfo.environment)
        guard let report = RunningReport(of: reading.configuration.stateDirectory) else { return (reading, nil) }
        return (read(report.environment), report)
    }

    /// The configuration file; nil if neither `--config` nor the usual file exists.
    var configurationFile: String? {
        let usual = "/etc/thoraxd/thoraxd.yaml"
        return config ?? (FileManager.default.fileExists(atPath: usual) ? usual : nil)
    }

    /// Opens an existing work list read-only.
    func workList(of configuration: DaemonConfiguration) throws -> WorkListStore {
        try checkAccess(to: configuration.stateDirectory, writing: false)
        return try WorkListStore(stateDirectory: configuration.stateDirectory, for: .asking)
    }

    /// Opens an existing work list for writing; does not migrate its schema. For what administrators do beside the daemon:
    /// everything else goes through `Changing`.
    func changeableWorkList(of configuration: DaemonConfiguration) throws -> WorkListStore {
        try checkAccess(to: configuration.stateDirectory, writing: true)
        return try WorkListStore(stateDirectory: configuration.stateDirectory, for: .changing)
    }

    /// The notice printed above a listing while the daemon is not running; nil while it runs.
    func downNotice(_ configuration: DaemonConfiguration) -> String? {
        let path = WorkListStore.daemonLockPath(in: configuration.stateDirectory)
        guard LockFile.holder(at: path) == nil else { return nil }
        return TextTable.paint("thoraxd is not running; showing its last state", .red)
    }

    /// - Throws: `CommandFailure` if there is no work list or this account may not use it.
    private func checkAccess(to directory: String, writing: Bool) throws {
        let path = WorkListStore.path(in: directory)
        let mode = writing ? R_OK | W_OK : R_OK
        let isHolder = access(directory, W_OK) == 0
        if access(path, mode) == 0, !writing || isHolder {
            // Even reading needs the -wal and -shm files, which the first process to open the work list creates.
            if isHolder || access("\(path)-shm", R_OK) == 0 { return }
            throw CommandFailure(
                "thoraxd is not running, and \(Account.current.name) may read the work list only while it is",
                hint: "start it with systemctl start thoraxd, or run thoraxctl as root", fault: .unavailable)
        }
        guard errno == EACCES || errno == EROFS || errno == EPERM else {
            throw CommandFailure(
                "there is no work list at \(path)",
                hint: Directory.names(in: "\(directory)/instances").isEmpty
                    ? "name its directory with --state-directory, or start thoraxd once to create one"
                    : "there are stored files: restore the latest backup (thoraxctl restore), or run thoraxctl rebuild")
        }
        let status = FileStatus(nearest: directory)
        let owner = Account(id: status?.owner ?? 0).name
        let group = Account.group(status?.group ?? 0)
        let root = "run thoraxctl as root or as the account of thoraxd: sudo -u \(owner) thoraxctl …"
        throw CommandFailure(
            "\(Account.current.name) may not \(writing ? "change" : "read") the work list at \(path)",
            hint: writing
                ? root
                : "\(root); or an administrator adds the account to the group: adduser \(Account.current.name) \(group)"
        )
    }
}

/// The option that shows patients. Without it no command prints a patient's name or id, except in the question before a
/// reviewer signs, which is on the terminal only.
struct PatientOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Show names and ids of patients.",
            discussion: "Using the option is not recorded as an act; the log of sudo shows which account used it."))
    var showPatient = false
}
