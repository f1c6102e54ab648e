import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// Images of a study that were removed before the study itself.
struct RemovedImages: Equatable {
    var images = 0
    var bytes = 0
}

extension WorkListStore {
    /// Images that one transaction removes, and that the transaction which removes a study may find.
    static let imageSlice = 1000

    /// Removes images of a study with very many of them in small transactions, so that a modality that is sending never
    /// waits long. The transaction that removes the study removes the remaining images. Only received images that nothing
    /// else refers to are removed; a study of so many images has no draft of them.
    ///
    /// Each transaction records an act, because the study may stay without these images: an image arrives meanwhile, a user
    /// opens the study, or the run is interrupted. The act of the study's removal counts all images again.
    ///
    /// - Parameters:
    ///   - detail: why, for the acts.
    ///   - actor: who removes them, for the acts.
    /// - Returns: what was removed; nothing for a study of usual size, or one that has changed.
    func removeImages(
        ahead study: RetentionCandidate, detail: [String: String], by actor: String, committing: Set<String> = [],
        slice: Int = imageSlice, at now: Date = Date()
    ) throws -> RemovedImages {
        var removed = RemovedImages()
        guard study.instances > slice,
            try read({ try Self.retentionCandidate(ofStudy: study.studyRow, committing: committing, in: $0) }) == study
        else { return removed }
        while study.instances - removed.images > slice {
            let part = try write { db in
                var part = RemovedImages()
                // What the work list refuses to remove is refused, and reported, when the study is to go.
                let refusal = try db.changeOneRow {
                    part = try Self.removeImages(of: study, limit: slice, in: db)
                    guard part.images > 0 else { return }
                    let amount = [
                        "state": study.state.rawValue, "instances": "\(part.images)", "bytes": "\(part.bytes)",
                        "left": "\(study.instances - removed.images - part.images)",
                    ]
                    try Act.record(
                        .imagesRemoved, by: actor, about: study.studyRow,
                        detail: detail.merging(amount) { _, amount in amount }, at: now, in: db)
                }
                return refusal == nil ? part : RemovedImages()
            }
            guard part.images > 0 else { break }
            removed.images += part.images
            removed.bytes += part.bytes
        }
        return removed
    }

    private static func removeImages(
        of study: RetentionCandidate, limit: Int, in db: Database
    ) throws -> RemovedImages {
        let isUnchanged = try Bool.fetchOne(
            db, sql: "SELECT state = ? AND changedAt = ? AND heldAt IS NULL FROM workItem WHERE studyRow = ?",
            arguments: [study.state.rawValue, study.changedAt.milliseconds, study.studyRow])
        guard isUnchanged == true else { return RemovedImages() }
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT instance.id, instance.path, instance.byteCount FROM series
                    JOIN instance ON instance.seriesRow = series.id
                    WHERE series.studyRow = ? AND instance.origin = 'received'
                        AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.instanceRow = instance.id)
                        AND NOT EXISTS (SELECT 1 FROM returnedReport WHERE returnedReport.instanceRow = instance.id)
                        AND NOT EXISTS (SELECT 1 FROM commitmentReference
                            WHERE commitmentReference.sopInstanceUID = instance.sopInstanceUID
                                AND commitmentReference.result = 0)
                    LIMIT ?
                    """), arguments: [study.studyRow, limit])
        var removed = RemovedImages()
        for row in rows {
            try db.executeCached("INSERT OR IGNORE INTO removedFile VALUES (?)", [row["path"] as String])
            try db.executeCached("DELETE FROM instance WHERE id = ?", [row["id"] as Int64])
            removed.images += 1
            removed.bytes += row["byteCount"] as Int
        }
        return removed
    }
}

extension RetentionCandidate {
    /// The candidate as it was before some of its images were removed.
    func with(_ removed: RemovedImages) -> RetentionCandidate {
        without(RemovedImages(images: -removed.images, bytes: -removed.bytes))
    }

    /// The candidate as it is after some of its images were removed.
    func without(_ removed: RemovedImages) -> RetentionCandidate {
        RetentionCandidate(
            studyRow: studyRow, studyInstanceUID: studyInstanceUID, state: state, changedAt: changedAt,
            bytes: bytes - removed.bytes, instances: instances - removed.images, holds: holds)
    }
}
