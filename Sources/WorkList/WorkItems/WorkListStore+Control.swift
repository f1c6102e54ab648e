package import FoundationEssentials
import GRDB
import WorkListDatabase

/// What an administrator does with studies. Each puts an act on record in its transaction.
extension WorkListStore {
    /// Priorities that a study can have, and that of one that nobody set; a higher one is drafted first.
    package static let priorities = -10...10
    package static let urgentPriority = 10

    /// Puts a study that failed back in line, with all its attempts.
    ///
    /// - Throws: `WorkItemError.transitionRefused` where it has not failed.
    package func retry(_ id: Int64, by actor: String, at now: Date = Date()) throws {
        try write { try WorkItem.fetch(id, in: $0).retry(by: actor, at: now, in: $0) }
    }

    /// Puts every study that failed back in line; returns how many.
    package func retryAllFailed(by actor: String, at now: Date = Date()) throws -> Int {
        try retry(JobQuery<WorkItem>("workItem.state = 'failed'"), by: actor, at: now)
    }

    /// Asks for a new draft of the same images: a new revision, where there is a draft already.
    ///
    /// - Parameter isForced: also of a study whose report is signed or rejected, and of one that was found ineligible,
    ///   whose images the reporter is then to read all the same.
    /// - Throws: `WorkItemError.needsForce`, or `transitionRefused` for what is on its way or open in review.
    package func requeue(_ id: Int64, isForced: Bool, by actor: String, at now: Date = Date()) throws {
        try write { db in
            let item = try WorkItem.fetch(id, in: db)
            if !isForced, [.accepted, .edited, .rejected, .ineligible].contains(item.state) {
                throw WorkItemError.needsForce(state: item.state)
            }
            if item.state == .ineligible {
                for image in try images(ofStudy: item.studyRow, in: db) {
                    try db.execute(
                        sql: "UPDATE instance SET isEligible = 1 WHERE sopInstanceUID = ?",
                        arguments: [image.instance.sopInstanceUID])
                }
            }
            try item.apply(.requeued, at: now, notBefore: now, in: db)
            try Act.record(
                .requeued, by: actor, about: item.studyRow, detail: item.actDetail(reason: item.reason),
                at: now, in: db)
        }
    }

    /// Makes no draft of a study until it is let go. One that is being made is dropped; what is drafted already is
    /// reviewed and delivered as ever.
    ///
    /// - Throws: `WorkItemError.alreadyHeld`.
    package func hold(_ id: Int64, reason: String, by actor: String, at now: Date = Date()) throws {
        try write { db in
            let item = try WorkItem.fetch(id, in: db)
            if item.state == .drafting { try item.apply(.held, at: now, notBefore: now, in: db) }
            try db.execute(
                sql: """
                    UPDATE workItem SET heldAt = ?, heldBy = ?, holdReason = ?, changedAt = ?
                    WHERE id = ? AND heldAt IS NULL
                    """,
                arguments: [now.milliseconds, actor, reason, now.milliseconds, id])
            guard db.changesCount > 0 else { throw WorkItemError.alreadyHeld(workItem: id) }
            try Act.record(
                .held, by: actor, about: item.studyRow, detail: item.actDetail(reason: reason), at: now,
                in: db)
        }
    }

    /// Lets a held study go on from where it stands.
    ///
    /// - Throws: `WorkItemError.notHeld`.
    package func unhold(_ id: Int64, by actor: String, at now: Date = Date()) throws {
        try write { db in
            let item = try WorkItem.fetch(id, in: db)
            try db.execute(
                sql: """
                    UPDATE workItem SET heldAt = NULL, heldBy = NULL, holdReason = NULL, changedAt = ?
                    WHERE id = ? AND heldAt IS NOT NULL
                    """,
                arguments: [now.milliseconds, id])
            guard db.changesCount > 0 else { throw WorkItemError.notHeld(workItem: id) }
            try Act.record(
                .unheld, by: actor, about: item.studyRow, detail: item.actDetail(), at: now, in: db)
        }
    }

    /// Sets which studies are drafted first.
    ///
    /// - Parameter priority: of `priorities`; the schema refuses any other.
    package func setPriority(_ priority: Int, of id: Int64, by actor: String, at now: Date = Date()) throws {
        try write { db in
            let item = try WorkItem.fetch(id, in: db)
            let before = try Int.fetchOne(db, sql: "SELECT priority FROM workItem WHERE id = ?", arguments: [id]) ?? 0
            try db.execute(
                sql: "UPDATE workItem SET priority = ?, changedAt = ? WHERE id = ?",
                arguments: [priority, now.milliseconds, id])
            var detail = item.actDetail()
            detail["from"] = "\(before)"
            detail["to"] = "\(priority)"
            try Act.record(.prioritised, by: actor, about: item.studyRow, detail: detail, at: now, in: db)
        }
    }
}
