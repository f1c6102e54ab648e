package import FoundationEssentials
import GRDB
import Glibc
import Platform

extension WorkListStore {
    /// Removes objects that a process made durable and did not live to record; nobody was told of them. Only at start,
    /// before anything receives or drafts.
    ///
    /// A row follows its file within seconds, so nothing older than the hour before the newest row is looked at.
    ///
    /// - Returns: how many there were.
    package func removeUnlistedFiles(at now: Date = Date()) throws -> Int {
        let milliseconds = try read { db in
            try Int64.fetchOne(db, sql: "SELECT storedAt FROM instance ORDER BY id DESC LIMIT 1")
        }
        let hour = Int(now.timeIntervalSince1970) / 3600
        let newest = milliseconds.map { Int($0 / 3_600_000) } ?? hour - 24
        var removed = 0
        for directory in Set((min(newest, hour) - 1...hour).suffix(65536).map(InstanceFiles.directory(ofHour:))) {
            for name in Directory.names(in: files.absolute(directory)) where try !isListed("\(directory)/\(name)") {
                unlink(files.absolute("\(directory)/\(name)"))
                removed += 1
            }
        }
        return removed
    }

    private func isListed(_ path: String) throws -> Bool {
        try read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM instance WHERE path = ?)", arguments: [path]) ?? true
        }
    }
}
