package import FoundationEssentials
import GRDB
import WorkListDatabase

/// Changes that an administrator makes to studies. Each one records an act in its transaction. Hold and priority are no
/// change of state: `changedAt`, from which retention counts, stays.
extension WorkListStore {
    /// Priorities that a study can have, and the default; higher priorities are drafted first.
    package static let priorities = -10...10
    package static let urgentPriority = 10

    /// Retries a failed study, with a new set of attempts.
    ///
    /// - Throws: `WorkItemError.transitionRefused` when it has not failed.
    package func retry(_ id: Int64, by actor: String, at now: Date = Date()) throws {
        try write { try WorkItem.fetch(id, in: $0).retry(by: actor, at: now, in: $0) }
    }

    /// Retries all failed studies; returns how many.
    package func retryAllFailed(by actor: String, at now: Date = Date()) throws -> Int {
        try retry(JobQuery<WorkItem>("workItem.state = 'failed'"), by: actor, at: now)
    }

    /// Requeues a study to be drafted again from the same images. If it already has a draft, this starts a new
    /// revision.
    ///
    /// - Parameter isForced: also requeues a study whose report is signed or rejected, and an ineligible study, whose
    ///   images the reporter then reads anyway.
    /// - Throws: `WorkItemError.needsForce`, or `transitionRefused` for a study that is pending or open in review; `tooManyImages` for an
    ///   ineligible study with more images than are read.
    package func requeue(_ id: Int64, isForced: Bool, by actor: String, at now: Date = Date()) throws {
        try write { db in
            let item = try WorkItem.fetch(id, in: db)
            if !isForced, [.accepted, .edited, .rejected, .ineligible].contains(item.state) {
                throw WorkItemError.needsForce(state: item.state)
            }
            if item.state == .ineligible {
                let limit = SettledStudy.imageLimit
                guard try !hasTooManyImages(item.studyRow, in: db) else {
                    throw WorkItemError.tooManyImages(workItem: id, limit: limit)
                }
                try db.execute(
                    sql: """
                        UPDATE instance SET isEligible = 1 WHERE isEligible = 0 AND origin = 'received'
                            AND \(Self.isImage) AND seriesRow IN (SELECT id FROM series WHERE studyRow = ?)
                        """, arguments: [item.studyRow])
            }
            try item.continued(on: .requeued, in: db).apply(.requeued, at: now, notBefore: now, in: db)
            try Act.record(
                .requeued, by: actor, about: item.studyRow, detail: item.actDetail(reason: item.reason),
                at: now, in: db)
        }
    }

    /// Puts a study on hold: no draft is made until it is released. A draft in progress is discarded; an existing draft
    /// is reviewed and delivered as usual.
    ///
    /// - Throws: `WorkItemError.alreadyHeld`.
    package func hold(_ id: Int64, reason: String, by actor: String, at now: Date = Date()) throws {
        try write { db in
            try Self.hold(try WorkItem.fetch(id, in: db), reason: reason, by: actor, at: now, in: db)
        }
    }

    static func hold(_ item: WorkItem, reason: String, by actor: String, at now: Date, in db: Database) throws {
        if item.state == .drafting { try item.apply(.held, at: now, notBefore: now, in: db) }
        try db.execute(
            sql: "UPDATE workItem SET heldAt = ?, heldBy = ?, holdReason = ? WHERE id = ? AND heldAt IS NULL",
            arguments: [now.milliseconds, actor, reason, item.id])
        guard db.changesCount > 0 else { throw WorkItemError.alreadyHeld(workItem: item.id) }
        try Act.record(
            .held, by: actor, about: item.studyRow, detail: item.actDetail(reason: reason), at: now, in: db)
    }

    /// Releases a study from hold; it continues in the state it has.
    ///
    /// - Throws: `WorkItemError.notHeld`.
    package func unhold(_ id: Int64, by actor: String, at now: Date = Date()) throws {
        try write { db in
            let item = try WorkItem.fetch(id, in: db)
            try db.execute(
                sql: """
                    UPDATE workItem SET heldAt = NULL, heldBy = NULL, holdReason = NULL
                    WHERE id = ? AND heldAt IS NOT NULL
                    """,
                arguments: [id])
            guard db.changesCount > 0 else { throw WorkItemError.notHeld(workItem: id) }
            try Act.record(
                .unheld, by: actor, about: item.studyRow, detail: item.actDetail(), at: now, in: db)
        }
    }

    /// Sets the priority of a study; higher priorities are drafted first.
    ///
    /// - Parameter priority: within `priorities`; the schema rejects other values.
    package func setPriority(_ priority: Int, of id: Int64, by actor: String, at now: Date = Date()) throws {
        try write { db in
            let item = try WorkItem.fetch(id, in: db)
            let before = try Int.fetchOne(db, sql: "SELECT priority FROM workItem WHERE id = ?", arguments: [id]) ?? 0
            try db.execute(
                sql: "UPDATE workItem SET priority = ? WHERE id = ?", arguments: [priority, id])
            var detail = item.actDetail()
            detail["from"] = "\(before)"
            detail["to"] = "\(priority)"
            try Act.record(.prioritised, by: actor, about: item.studyRow, detail: detail, at: now, in: db)
        }
    }
}
