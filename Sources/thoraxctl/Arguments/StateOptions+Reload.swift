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
        return LockFile.holder(at: lock).map { kill($0, SIGHUP) == 0 } ?? false
    }

    static func describeReload(_ isReloading: Bool) -> String {
        isReloading
            ? "thoraxd reads the configuration again"
            : "thoraxd is not running, or only root may reload it: systemctl reload thoraxd"
    }
}
