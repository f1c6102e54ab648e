package import FoundationEssentials
import GRDB
import Glibc
import Platform
import WorkListDatabase

extension WorkListStore {
    /// Moves instance files without a row to `unlisted/`. A process that died before it recorded an object leaves such
    /// a file, and its sender got no success status. After an older work list is restored, files received since then
    /// have no row either. Only the operator can tell these cases apart, so the files are never deleted. Call this only
    /// at start, before anything receives or drafts.
    ///
    /// A row is written within seconds of its file, so files older than the hour before the newest row are not checked.
    ///
    /// A work list without any instance beside stored files is new in place of one that was lost: that is an incident until
    /// it is rebuilt.
    ///
    /// - Returns: the number of files moved.
    package func setAsideUnlistedFiles(at now: Date = Date()) throws -> Int {
        let milliseconds = try read { db in
            try Int64.fetchOne(db, sql: "SELECT storedAt FROM instance ORDER BY id DESC LIMIT 1")
        }
        let hour = Int(now.timeIntervalSince1970) / 3600
        let newest = milliseconds.map { Int($0 / 3_600_000) } ?? hour - 24
        // The work list is new and the files of a lost one lie beside it.
        if milliseconds == nil, hasInstanceFiles { try beginRebuild() }
        var moved = 0
        for directory in Set((min(newest, hour) - 1...hour).suffix(65536).map(InstanceFiles.directory(ofHour:))) {
            // An incomplete file of a restore that was killed.
            DurableFile.removeLeftovers(in: files.absolute(directory))
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
                    hint: "send them again, or stop thoraxd and admit them with thoraxctl rebuild --add-missing"))
        }
        return moved
    }

    private var hasInstanceFiles: Bool {
        let instances = files.absolute("instances")
        return Directory.names(in: instances).contains { part in
            Directory.names(in: "\(instances)/\(part)").contains { hour in
                Directory.names(in: "\(instances)/\(part)/\(hour)").contains { $0.hasSuffix(".dcm") }
            }
        }
    }
}
