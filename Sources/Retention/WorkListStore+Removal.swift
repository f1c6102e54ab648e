package import FoundationEssentials
import GRDB
import Glibc
package import Platform
import WorkList
import WorkListDatabase

/// The amount that one step of the rules removed.
package struct Removal: Sendable, Equatable, Codable {
    package var studies = 0
    package var quarantined = 0
    /// Total size of the removed files.
    package var bytes = 0

    package init() {}

    package mutating func add(_ other: Removal) {
        studies += other.studies
        quarantined += other.quarantined
        bytes += other.bytes
    }
}

extension WorkListStore {
    /// Removes studies. One transaction deletes their rows, records an act for each, and lists their files for removal.
    /// A study that has changed since the rules read it is kept.
    ///
    /// - Parameters:
    ///   - candidates: a small batch, because the transaction blocks all other writers.
    ///   - actor: who removes them, for the acts.
    package func remove(
        _ candidates: [(study: RetentionCandidate, cause: RetentionPolicy.Cause)], by actor: String,
        at now: Date = Date()
    ) throws -> Removal {
        try write { db in
            var removal = Removal()
            for (study, cause) in candidates {
                guard try Self.retentionCandidate(ofStudy: study.studyRow, in: db) == study else { continue }
                // If the study arrives again, its drafts continue from this revision, so that no identifier is reused.
                let revision = try Int.fetchOne(
                    db, sql: "SELECT revision FROM workItem WHERE studyRow = ?", arguments: [study.studyRow])
                try Act.record(
                    .removed, by: actor, about: study.studyRow,
                    detail: [
                        "cause": cause.rawValue, "state": study.state.rawValue, "instances": "\(study.instances)",
                        "bytes": "\(study.bytes)", "revision": "\(revision ?? 1)",
                    ], at: now, in: db)
                try db.executeCached(
                    """
                    INSERT INTO removedFile SELECT instance.path FROM instance
                    JOIN series ON series.id = instance.seriesRow WHERE series.studyRow = ?
                    """,
                    [study.studyRow])
                try db.executeCached("DELETE FROM study WHERE id = ?", [study.studyRow])
                removal.studies += 1
                removal.bytes += study.bytes
            }
            return removal
        }
    }

    /// Removes one batch of what entered quarantine before a time, and records an act with the amount.
    package func removeQuarantined(
        before time: Date, by actor: String, limit: Int, at now: Date = Date()
    ) throws -> Removal {
        try write { db in
            var removal = Removal()
            let rows = try Self.removableQuarantine(before: time, limit: limit, in: db)
            guard !rows.isEmpty else { return removal }
            for row in rows {
                let path: String = row["path"]
                removal.quarantined += 1
                removal.bytes += quarantinedByteCount(path)
                try db.executeCached("INSERT INTO removedFile VALUES (?)", [path])
                try db.executeCached("DELETE FROM quarantine WHERE id = ?", [row["id"] as Int64])
            }
            try Act.record(
                .removed, by: actor,
                detail: [
                    "cause": RetentionPolicy.Cause.age.rawValue, "quarantined": "\(removal.quarantined)",
                    "bytes": "\(removal.bytes)",
                ], at: now, in: db)
            return removal
        }
    }

    /// The amount that entered quarantine before a time.
    package func quarantined(before time: Date) throws -> Removal {
        try read { db in
            var removal = Removal()
            for row in try Self.removableQuarantine(before: time, limit: -1, in: db) {
                removal.quarantined += 1
                removal.bytes += quarantinedByteCount(row["path"])
            }
            return removal
        }
    }

    /// Removes the files that are listed for removal, including those that an interrupted process left behind.
    ///
    /// - Returns: why the first remaining file could not be removed; nil if all are removed.
    @discardableResult
    package func removeListedFiles() throws -> PlatformError? {
        var failure: PlatformError?
        var last = ""
        while true {
            let listed = try read {
                try String.fetchAll(
                    $0, sql: "SELECT path FROM removedFile WHERE path > ? ORDER BY path LIMIT 1000", arguments: [last])
            }
            guard let end = listed.last else { return failure }
            last = end
            let paths = listed.filter { path in
                // A missing file was removed earlier. A file that cannot be removed does not block the others.
                if unlink(files.absolute(path)) == 0 || errno == ENOENT { return true }
                failure = failure ?? .file(operation: "remove", path: files.absolute(path), errno: errno)
                return false
            }
            // Without this, a file could reappear after a power cut, with no row that names it.
            for directory in Set(paths.map { Directory.parent(of: files.absolute($0)) })
            where Directory.exists(directory) { try Directory.sync(directory) }
            try write { db in
                for path in paths { try db.executeCached("DELETE FROM removedFile WHERE path = ?", [path]) }
            }
        }
    }

    private static func removableQuarantine(before time: Date, limit: Int, in db: Database) throws -> [Row] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, path FROM quarantine
                WHERE at < ? AND id <= \(AuditMark.quarantine.sql) ORDER BY at, id LIMIT ?
                """,
            arguments: [time.milliseconds, limit])
    }

    private func quarantinedByteCount(_ path: String) -> Int { FileStatus(files.absolute(path))?.byteCount ?? 0 }
}
