package import GRDB
import WorkList
package import WorkListDatabase

extension ReviewRecord {
    /// Progress of writing the documents of a verdict.
    package enum DocumentState: String, CaseIterable, Sendable, Codable {
        case pending
        /// The reporter process is writing them.
        case writing
        case written
        /// All attempts failed; the verdict remains valid.
        case failed
        /// The signed report that a workstation sent back serves as the document.
        case returned
    }
}

/// An event in the life of the documents of a verdict.
package enum ReviewDocumentsEvent: AttemptEvent, RetryEvent {
    case claimed
    /// The documents were stored.
    case written
    case attemptFailed(reason: String, isPermanent: Bool)
    case handedBack
    case retried
}

extension ReviewRecord.DocumentState {
    /// Number of attempts before the documents are `failed`.
    package static let maximumAttempts = 3

    /// The state machine: pure and total. The trigger `reviewTransition` rejects all other changes of state.
    ///
    /// - Parameter attempt: attempts so far, including the running one.
    /// - Returns: nil when the event does not apply to the state; nothing may change then.
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
