import Foundation
import Platform
import ThoraxConfiguration
import WorkListDatabase

extension StateOptions {
    /// Has the running daemon read the configuration again (SIGHUP).
    ///
    /// - Returns: false if it does not run, or this account may not signal it.
    func reload(_ configuration: DaemonConfiguration) -> Bool {
        let lock = WorkListStore.daemonLockPath(in: configuration.stateDirectory)
        guard let process = LockFile.holder(at: lock), process > 1 else { return false }
        // Another account wrote the file: signal only a process of that account.
        guard let owner = FileStatus(lock)?.owner, FileStatus("/proc/\(process)")?.owner == owner else { return false }
        return kill(process, SIGHUP) == 0
    }

    static func describeReload(_ isReloading: Bool) -> String {
        isReloading
            ? "thoraxd reads the configuration again"
            : "thoraxd is not running, or only root may reload it: systemctl reload thoraxd"
    }
}
