import Foundation
import Platform

/// Several backups in one directory, each in a directory of its own that is named by its time.
struct BackupSeries {
    private static let prefix = "thoraxd-"
    let directory: String

    /// The complete backups, earliest first.
    var backups: [String] {
        Directory.names(in: directory).filter { $0.hasPrefix(Self.prefix) }.sorted().map { "\(directory)/\($0)" }
            .filter { FileManager.default.fileExists(atPath: "\($0)/\(BackupManifest.name)") }
    }

    /// The directory of the next backup.
    func next(at now: Date = Date()) -> String {
        let time = now.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        return "\(directory)/\(Self.prefix)\(time)"
    }

    /// Removes the earliest complete backups beyond a number.
    ///
    /// - Returns: the directories that were removed.
    func remove(beyond number: Int) throws -> [String] {
        let removed = Array(backups.dropLast(number))
        for backup in removed { try FileManager.default.removeItem(atPath: backup) }
        return removed
    }
}
