package import FoundationEssentials
import GRDB
import Glibc
import Platform
import WorkListDatabase

extension WorkListStore {
    /// Sets aside objects without a row: those that a process made durable and did not live to record, of which nobody was
    /// told, and, where an older work list was put back, those that came since. They are moved below `unlisted/` and never
    /// removed: which of the two they are only the operator knows. Only at start, before anything receives or drafts.
    ///
    /// A row follows its file within seconds, so nothing older than the hour before the newest row is looked at.
    ///
    /// - Returns: how many there were.
    package func setAsideUnlistedFiles(at now: Date = Date()) throws -> Int {
        let milliseconds = try read { db in
            try Int64.fetchOne(db, sql: "SELECT storedAt FROM instance ORDER BY id DESC LIMIT 1")
        }
        let hour = Int(now.timeIntervalSince1970) / 3600
        let newest = milliseconds.map { Int($0 / 3_600_000) } ?? hour - 24
        var moved = 0
        for directory in Set((min(newest, hour) - 1...hour).suffix(65536).map(InstanceFiles.directory(ofHour:))) {
            for name in Directory.names(in: files.absolute(directory)) where try !isListed("\(directory)/\(name)") {
                try Directory.create(files.absolute("unlisted"))
                guard rename(files.absolute("\(directory)/\(name)"), files.absolute("unlisted/\(name)")) == 0 else {
                    continue
                }
                moved += 1
            }
        }
        if moved > 0 {
            try record(
                Incident(
                    source: "start", message: "\(moved) files without a row were moved to unlisted/",
                    hint: "where the work list was put back from a copy, send them again; otherwise remove them"))
        }
        return moved
    }
}
