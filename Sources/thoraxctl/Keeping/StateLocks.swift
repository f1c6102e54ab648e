import OperatorErrors
import Platform
import WorkListDatabase

/// The locks of a state directory: while they are held, no daemon starts there, and no reporter that outlived one runs.
struct StateLocks {
    private let files: [LockFile]

    /// - Throws: `CommandFailure` if a daemon or reporter runs there.
    init(_ directory: String) throws {
        do {
            files = try [
                WorkListStore.daemonLockPath(in: directory), WorkListStore.reporterLockPath(in: directory),
            ].map { try LockFile(at: $0) }
        } catch PlatformError.locked {
            throw CommandFailure(
                "thoraxd is running in \(directory)", hint: "systemctl stop thoraxd, then run this again",
                fault: .conflict)
        }
    }
}
