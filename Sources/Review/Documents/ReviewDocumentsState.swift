package import GRDB
import WorkList
package import WorkListDatabase

extension ReviewRecord {
    /// How far the documents of a verdict are.
    package enum DocumentState: String, CaseIterable, Sendable, Codable {
        case pending
        /// The reporter process works on them.
        case writing
        case written
        /// Attempts are used up; the verdict holds all the same.
        case failed
        /// The signed report that a workstation sent back is the document.
        case returned
    }
}

/// What can happen to the documents of a verdict.
package enum ReviewDocumentsEvent: AttemptEvent, RetryEvent {
    case claimed
    /// They are stored.
    case written
    case attemptFailed(reason: String, isPermanent: Bool)
    case handedBack
    case retried
}

extension ReviewRecord.DocumentState {
    /// Attempts at the documents before they are `failed`.
    package static let maximumAttempts = 3

    /// The state machine: pure and total. `reviewTransition` in the schema refuses every other change of state.
    ///
    /// - Parameter attempt: attempts so far, the running one included.
    /// - Returns: nil when the event does not apply to this state, and nothing may change.
    package func transition(on event: ReviewDocumentsEvent, attempt: Int) -> JobTransition<Self>? {
        switch (self, event) {
        case (.pending, .claimed): JobTransition(state: .writing, attempt: attempt + 1, keepsReason: true)
        case (.writing, .written): JobTransition(state: .written, attempt: attempt)
        case (.writing, .attemptFailed(let reason, let isPermanent)):
            .failed(
                reason: reason, isPermanent: isPermanent, attempt: attempt, of: Self.maximumAttempts, again: .pending,
                givenUp: .failed)
        case (.writing, .handedBack): JobTransition(state: .pending, attempt: attempt - 1)
        case (.failed, .retried): JobTransition(state: .pending, attempt: 0, keepsReason: true)
        case (.pending, _), (.writing, _), (.written, _), (.failed, _), (.returned, _): nil
        }
    }
}

extension ReviewRecord: RetriableJob {
    package static let table = JobTable<DocumentState>(
        "review", claimed: .writing, stamps: [.claimant, .claimedAt], state: "documentState", reason: "documentReason")
    package static let retryAct = Act.Kind.documentsRetried

    package var state: DocumentState { documentState }

    package func transition(on event: ReviewDocumentsEvent) -> JobTransition<DocumentState>? {
        documentState.transition(on: event, attempt: attempt)
    }

    package var claimLost: any Error { WorkItemError.claimLost(workItem: workItemRow) }

    package func studyRow(in db: Database) throws -> Int64? { try WorkItem.fetch(workItemRow, in: db).studyRow }

    package var retryDetail: [String: String] {
        var detail = ["review": "\(id)", "workItem": "\(workItemRow)", "verdict": verdict.rawValue]
        detail["reason"] = documentReason
        return detail
    }
}
