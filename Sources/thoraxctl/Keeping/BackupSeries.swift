import Foundation
import Platform

/// Several backups in one directory, each in a directory of its own that is named by its time.
struct BackupSeries {
    let directory: String

    /// The complete backups, earliest first.
    var backups: [String] { ours.filter { isComplete($0) } }

    /// Directories of this form that a backup has begun; no other directory is touched.
    private var ours: [String] {
        Directory.names(in: directory).filter { $0.wholeMatch(of: /thoraxd-\d{8}T\d{6}Z/) != nil }.sorted()
            .map { "\(directory)/\($0)" }
            .filter { FileManager.default.fileExists(atPath: "\($0)/\(BackupManifest.lockName)") }
    }

    private func isComplete(_ backup: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(backup)/\(BackupManifest.name)")
    }

    /// The directory of the next backup: by the time now, or the next second that no other backup has.
    func next(at now: Date = Date()) -> String {
        var time = now
        while true {
            let name = "thoraxd-" + time.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
            let path = "\(directory)/\(name)"
            guard FileManager.default.fileExists(atPath: path) else { return path }
            time += 1
        }
    }

    /// Removes the earliest complete backups beyond a number, and what runs that failed have left.
    ///
    /// - Returns: the directories that were removed.
    func remove(beyond number: Int) throws -> [String] {
        let failed = ours.filter { backup in
            !isComplete(backup) && LockFile.holder(at: "\(backup)/\(BackupManifest.lockName)") == nil
        }
        let removed = Array(backups.dropLast(number)) + failed
        for backup in removed { try FileManager.default.removeItem(atPath: backup) }
        return removed
    }
}
