package import FoundationEssentials
package import GRDB
package import WorkListDatabase

/// One study's place in the work list.
package struct WorkItem: Sendable, Equatable {
    package let id: Int64
    package let studyRow: Int64
    /// AE title of the study's first sender; nil if it is not known.
    package let callingAETitle: String?
    package let state: WorkItemState
    /// Revision of the draft: 1 for the first; it increases with each draft made after late images or a requeue.
    package private(set) var revision: Int
    /// Attempts to draft this revision, including the running one.
    package let attempt: Int
    /// Earliest time of the next step: of settling while collecting, of a claim while queued.
    package let notBefore: Date
    /// Process id of the reporter that holds the claim.
    package let claimant: Int32?
    package let claimedAt: Date?
    /// Reason for being ineligible or failed, or for the last failed attempt.
    package let reason: String?
}

extension WorkItem: FetchableRecord {
    enum Columns: String, ColumnExpression {
        case id, studyRow, callingAETitle, state, revision, attempt, notBefore, claimant, claimedAt, reason
    }

    package init(row: Row) throws {
        id = row[Columns.id]
        studyRow = row[Columns.studyRow]
        callingAETitle = row[Columns.callingAETitle]
        guard let state = WorkItemState(rawValue: row[Columns.state]) else {
            throw WorkListError.unexpected("unknown state")
        }
        self.state = state
        revision = row[Columns.revision]
        attempt = row[Columns.attempt]
        notBefore = Date(milliseconds: row[Columns.notBefore])
        claimant = row[Columns.claimant]
        claimedAt = (row[Columns.claimedAt] as Int64?).map(Date.init(milliseconds:))
        reason = row[Columns.reason]
    }
}

extension WorkItem: RetriableJob {
    package static let table = JobTable<WorkItemState>(
        "workItem", claimed: .drafting, stamps: [.claimant, .claimedAt, .changedAt])
    package static let retryAct = Act.Kind.retried

    package func transition(on event: WorkItemEvent) -> WorkItemTransition? {
        state.transition(on: event, attempt: attempt, revision: revision)
    }

    package func refusal(of event: WorkItemEvent) -> any Error {
        WorkItemError.transitionRefused(state: state, event: "\(event)")
    }

    package var claimLost: any Error { WorkItemError.claimLost(workItem: id) }

    package func studyRow(in db: Database) -> Int64? { studyRow }

    package var retryDetail: [String: String] { actDetail(reason: reason) }

    /// Returns this item, with the revision of the latest draft among the study's files if the event begins another revision.
    /// After a rebuild a draft may have a file and no row, and its UIDs, which depend on the revision, must not be used again.
    func continued(on event: WorkItemEvent, in db: Database) throws -> WorkItem {
        guard let next = transition(on: event)?.revision, next > revision else { return self }
        var item = self
        item.revision = max(revision, try WorkListStore.latestDraft(ofStudy: studyRow, in: db))
        return item
    }

    /// Details for an act on this work item.
    func actDetail(reason: String? = nil) -> [String: String] {
        var detail = ["workItem": "\(id)", "state": state.rawValue, "revision": "\(revision)"]
        detail["reason"] = reason
        return detail
    }
}
