package import FoundationEssentials
import GRDB
import Glibc
package import Platform
import WorkList
package import WorkListDatabase

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

/// What one step of the rules removed, and what the work list refused to remove.
package struct RemovalStep: Sendable, Equatable {
    package var removal = Removal()
    package var failures: [RemovalFailure] = []

    package init() {}
}

extension WorkListStore {
    /// Removes studies. One transaction deletes their rows, records an act for each, and lists their files for removal;
    /// before it, many images of one study go in slices. A study that has changed since the rules read it is kept, and so is
    /// one that the work list refuses to remove.
    ///
    /// - Parameters:
    ///   - candidates: a small batch, because the transaction blocks all other writers.
    ///   - actor: who removes them, for the acts.
    ///   - isConfirmed: removals that a person confirmed do not count for the bound of a day.
    ///   - committing: names of the peers that must commit to what was delivered to them.
    package func remove(
        _ candidates: [RetentionCandidate], for cause: RetentionPolicy.Cause, by actor: String,
        isConfirmed: Bool = false, committing: Set<String> = [], at now: Date = Date()
    ) throws -> RemovalStep {
        var detail = ["cause": cause.rawValue]
        if isConfirmed { detail["confirmed"] = "yes" }
        let ahead = try candidates.map {
            try removeImages(ahead: $0, detail: detail, by: actor, committing: committing, at: now)
        }
        return try write { [detail] db in
            var step = RemovalStep()
            for (study, removed) in zip(candidates, ahead) {
                let refusal = try db.changeOneRow {
                    let found = try Self.retentionCandidate(ofStudy: study.studyRow, committing: committing, in: db)
                    guard found == study.without(removed) else { return }
                    try Self.removeRows(of: study, detail: detail, by: actor, at: now, in: db)
                    step.removal.studies += 1
                    step.removal.bytes += study.bytes
                }
                if let refusal {
                    step.failures.append(.init(subject: study.studyInstanceUID, reason: "\(refusal)"))
                }
            }
            return step
        }
    }

    /// Deletes the rows of a study, records the act, and lists its files for removal.
    ///
    /// - Parameter detail: why, for the act.
    static func removeRows(
        of study: RetentionCandidate, detail: [String: String], by actor: String, at now: Date, in db: Database
    ) throws {
        var detail = detail
        detail["state"] = study.state.rawValue
        detail["instances"] = "\(study.instances)"
        detail["bytes"] = "\(study.bytes)"
        // If the study arrives again, its drafts continue from this revision, so that no identifier is reused.
        let revision = try Int.fetchOne(
            db, sql: "SELECT revision FROM workItem WHERE studyRow = ?", arguments: [study.studyRow])
        detail["revision"] = "\(revision ?? 1)"
        try Act.record(.removed, by: actor, about: study.studyRow, detail: detail, at: now, in: db)
        try db.executeCached(
            """
            INSERT OR IGNORE INTO removedFile SELECT instance.path FROM instance
            JOIN series ON series.id = instance.seriesRow WHERE series.studyRow = ?
            """,
            [study.studyRow])
        try db.executeCached("DELETE FROM study WHERE id = ?", [study.studyRow])
    }

    /// Where a batch of quarantined objects begins: after the last one of the previous batch.
    package struct QuarantinePlace: Sendable {
        let at: Int64
        let id: Int64

        /// The place before the oldest.
        package static let start = QuarantinePlace(at: .min, id: 0)
    }

    /// Removes one batch of what entered quarantine before a time, and records an act with the amount.
    ///
    /// - Returns: also where the next batch begins; nil after the last.
    package func removeQuarantined(
        before time: Date, after place: QuarantinePlace = .start, by actor: String, limit: Int,
        isConfirmed: Bool = false, at now: Date = Date()
    ) throws -> (removal: Removal, failures: [RemovalFailure], next: QuarantinePlace?) {
        try write { db in
            var step = RemovalStep()
            let rows = try Self.removableQuarantine(before: time, after: place, limit: limit, in: db)
            guard let last = rows.last else { return (step.removal, [], nil) }
            for row in rows {
                let bytes = row.bytes(in: files)
                let refusal = try db.changeOneRow {
                    try db.executeCached("INSERT OR IGNORE INTO removedFile VALUES (?)", [row.path])
                    try db.executeCached("DELETE FROM quarantine WHERE id = ?", [row.id])
                    step.removal.quarantined += 1
                    step.removal.bytes += bytes
                }
                if let refusal { step.failures.append(.init(subject: row.path, reason: "\(refusal)")) }
            }
            if step.removal.quarantined > 0 {
                var detail = [
                    "cause": RetentionPolicy.Cause.age.rawValue, "quarantined": "\(step.removal.quarantined)",
                    "bytes": "\(step.removal.bytes)",
                ]
                if isConfirmed { detail["confirmed"] = "yes" }
                try Act.record(.removed, by: actor, detail: detail, at: now, in: db)
            }
            return (step.removal, step.failures, QuarantinePlace(at: last.at, id: last.id))
        }
    }

    /// The amount that entered quarantine before a time.
    package func quarantined(before time: Date) throws -> Removal {
        try read { db in
            var removal = Removal()
            for row in try Self.removableQuarantine(before: time, after: .start, limit: -1, in: db) {
                removal.quarantined += 1
                removal.bytes += row.bytes(in: files)
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
            var paths = listed.filter { path in
                // A missing file was removed earlier. A file that cannot be removed does not block the others.
                guard unlink(files.absolute(path)) == 0 || errno == ENOENT else {
                    failure = failure ?? .file(operation: "remove", path: files.absolute(path), errno: errno)
                    return false
                }
                do throws(PlatformError) {
                    // After the file itself: a process that renders its pictures checks afterwards that the file exists.
                    try files.removeDerived(of: path)
                    return true
                } catch {
                    failure = failure ?? error
                    return false
                }
            }
            // Without this, a file could reappear after a power cut, with no row that names it. A directory that cannot
            // be synced does not block the others.
            for directory in Set(paths.map { Directory.parent(of: files.absolute($0)) })
            where Directory.exists(directory) {
                do throws(PlatformError) {
                    try Directory.sync(directory)
                } catch {
                    failure = failure ?? error
                    paths.removeAll { Directory.parent(of: files.absolute($0)) == directory }
                }
            }
            try write { db in
                for path in paths { try db.executeCached("DELETE FROM removedFile WHERE path = ?", [path]) }
            }
        }
    }

    private static func removableQuarantine(
        before time: Date, after place: QuarantinePlace, limit: Int, in db: Database
    ) throws -> [RemovableQuarantine] {
        try RemovableQuarantine.fetchAll(
            db,
            sql: """
                SELECT id, at, path, byteCount FROM quarantine
                WHERE at < ? AND (at, id) > (?, ?) AND id <= \(AuditMark.quarantine.sql) ORDER BY at, id LIMIT ?
                """,
            arguments: [time.milliseconds, place.at, place.id, limit])
    }
}

/// An object in quarantine that the rules may remove.
private struct RemovableQuarantine: FetchableRecord, Decodable {
    let id: Int64
    let at: Int64
    let path: String
    let byteCount: Int?

    /// The recorded size, otherwise the size of the file.
    func bytes(in files: InstanceFiles) -> Int { byteCount ?? FileStatus(files.absolute(path))?.byteCount ?? 0 }
}
