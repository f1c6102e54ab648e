package import FoundationEssentials
import GRDB
import Platform
package import WorkList
package import WorkListDatabase

/// What became of a removal that a person asked for.
package enum RequestedRemoval: Sendable, Equatable {
    case removed(Removal)
    /// The study is kept for this reason. If it has very many images, some may be removed already; acts record that.
    case kept(RetentionPolicy.Hold)
    /// The study is being drafted or reviewed. If it has very many images, some may be removed already; acts record that.
    case busy(WorkItemState)
    case notFound
}

extension WorkListStore {
    /// Removes a study because a person asked for it, whatever its state and age. The act has the reason, and the audit
    /// trail names the study and its patient as deleted.
    ///
    /// - Parameters:
    ///   - item: the study's work item.
    ///   - isForced: also removes what was not delivered, what was promised to a peer, and what is not documented.
    ///   - committing: names of the peers that must commit to what was delivered to them.
    package func removeOnRequest(
        _ item: Int64, reason: String, isForced: Bool, by actor: String, committing: Set<String> = [],
        at now: Date = Date()
    ) throws -> RequestedRemoval {
        func found(in db: Database) throws -> (study: RetentionCandidate?, refusal: RequestedRemoval?) {
            guard
                let studyRow = try Int64.fetchOne(
                    db, sql: "SELECT studyRow FROM workItem WHERE id = ?", arguments: [item]),
                let study = try Self.retentionCandidate(ofStudy: studyRow, committing: committing, in: db)
            else { return (nil, .notFound) }
            if [.drafting, .inReview].contains(study.state) { return (study, .busy(study.state)) }
            let allowed: Set<RetentionPolicy.Hold> =
                isForced ? [.unreviewed, .undelivered, .promised, .unwritten] : [.unreviewed]
            return (study, study.holds.first { !allowed.contains($0) }.map { .kept($0) })
        }
        let (planned, refusal) = try read { try found(in: $0) }
        guard let planned, refusal == nil else { return refusal ?? .notFound }
        let detail = ["cause": "request", "reason": reason, "forced": isForced ? "yes" : "no"]
        let ahead = try removeImages(ahead: planned, detail: detail, by: actor, committing: committing, at: now)
        let result: RequestedRemoval = try write { db in
            let (study, refusal) = try found(in: db)
            guard let study, refusal == nil else { return refusal ?? .notFound }
            // The act names all that was removed.
            let whole = study.with(ahead)
            try Self.removeRows(of: whole, detail: detail, by: actor, at: now, in: db)
            var removal = Removal()
            (removal.studies, removal.bytes) = (1, whole.bytes)
            return .removed(removal)
        }
        if case .removed = result, let failure = try removeListedFiles() { throw failure }
        return result
    }

    /// Removes a quarantined object because a person asked for it. The act has the reason and the object's digest.
    package func discardQuarantined(
        _ id: Int64, reason: String, by actor: String, at now: Date = Date()
    ) throws -> RequestedRemoval {
        let result: RequestedRemoval = try write { db in
            guard let object = try QuarantinedFile.fetch(id, in: db) else { return .notFound }
            guard object.isAudited else { return .kept(.unaudited) }
            try db.executeCached("INSERT OR IGNORE INTO removedFile VALUES (?)", [object.path])
            try db.executeCached("DELETE FROM quarantine WHERE id = ?", [id])
            try Act.record(
                .removed, by: actor,
                detail: [
                    "cause": "request", "reason": reason, "quarantined": "1",
                    "sha256": object.sha256.hexadecimal, "instance": object.sopInstanceUID,
                ], at: now, in: db)
            var removal = Removal()
            (removal.quarantined, removal.bytes) = (1, object.byteCount ?? 0)
            return .removed(removal)
        }
        if case .removed = result, let failure = try removeListedFiles() { throw failure }
        return result
    }
}
