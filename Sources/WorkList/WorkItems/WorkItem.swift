package import FoundationEssentials
package import GRDB
import WorkListDatabase

/// One study's place in the work list.
package struct WorkItem: Sendable, Equatable {
    package let id: Int64
    package let studyRow: Int64
    package let state: WorkItemState
    /// 1 for the first draft; one more for each draft made after late images.
    package let revision: Int
    /// Attempts at a draft of this revision, the running one included.
    package let attempt: Int
    /// Earliest time of the next step: of settling while collecting, of a claim while queued.
    package let notBefore: Date
    /// Process id of the reporter that works on it.
    package let claimant: Int32?
    package let claimedAt: Date?
    /// Why it is ineligible or failed, or why the last attempt failed.
    package let reason: String?
}

extension WorkItem: FetchableRecord {
    package init(row: Row) throws {
        id = row["id"]
        studyRow = row["studyRow"]
        guard let state = WorkItemState(rawValue: row["state"]) else {
            throw WorkListError.unexpected("unknown state")
        }
        self.state = state
        revision = row["revision"]
        attempt = row["attempt"]
        notBefore = Date(milliseconds: row["notBefore"])
        claimant = row["claimant"]
        claimedAt = (row["claimedAt"] as Int64?).map(Date.init(milliseconds:))
        reason = row["reason"]
    }
}

extension WorkItem {
    /// Applies an event inside a transaction.
    ///
    /// - Parameter notBefore: earliest time of the next step; unchanged when nil.
    /// - Throws: `WorkItemError.transitionRefused` when the state machine has no such transition.
    package func apply(_ event: WorkItemEvent, at now: Date, notBefore: Date? = nil, in db: Database) throws {
        guard let next = state.transition(on: event, attempt: attempt, revision: revision) else {
            throw WorkItemError.transitionRefused(state: state, event: "\(event)")
        }
        try db.executeCached(
            """
            UPDATE workItem SET state = ?, attempt = ?, revision = ?, reason = ?, notBefore = ?,
                claimant = NULL, claimedAt = NULL, changedAt = ? WHERE id = ?
            """,
            [
                next.state.rawValue, next.attempt, next.revision, next.reason,
                (notBefore ?? self.notBefore).milliseconds, now.milliseconds, id,
            ])
    }
}
