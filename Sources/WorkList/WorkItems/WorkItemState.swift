package import WorkListDatabase

/// State of a study on its way from images to a reviewed report (`docs/architecture.md`).
package enum WorkItemState: String, CaseIterable, Codable, Sendable {
    /// Images may still arrive.
    case collecting
    /// No image arrived during the quiet period; the study waits for the reporter.
    case queued
    /// A reporter process is drafting the report.
    case drafting
    /// The draft report is stored.
    case drafted
    /// A radiologist has the draft open.
    case inReview
    case accepted
    case edited
    case rejected
    /// All attempts failed, or no image can be read.
    case failed
    /// The study has no frontal chest radiograph: it is kept, but not drafted.
    case ineligible
}

/// An event in the life of a work item.
package enum WorkItemEvent: AttemptEvent, RetryEvent {
    /// An image of the study was stored.
    case imageReceived
    /// No image arrived during the quiet period, and the model can read the study.
    case settled
    /// No image arrived during the quiet period, and the model cannot read the study.
    case foundIneligible(reason: String)
    /// A reporter process claimed the study.
    case claimed
    /// The draft was stored.
    case draftStored
    /// The attempt ended without a draft. `isPermanent` means that another attempt would fail too.
    case attemptFailed(reason: String, isPermanent: Bool)
    /// The reporter stopped in an orderly way before it finished; this does not count as an attempt.
    case handedBack
    /// A reviewer opened the draft.
    case opened
    /// The reviewer released the draft, or the claim expired.
    case released
    /// The draft was signed without changes.
    case accepted
    /// The draft was signed with changes.
    case edited
    case rejected(reason: String)
    /// The reviewer withdrew the verdict and has the draft open again.
    case withdrawn
    /// An administrator retried a failed study.
    case retried
    /// An administrator requested another draft of the same images.
    case requeued
    /// An administrator put the study on hold; this does not count as an attempt.
    case held
}

/// The changes that an event makes to a work item.
package typealias WorkItemTransition = JobTransition<WorkItemState>

extension WorkItemTransition {
    package init(state: WorkItemState, attempt: Int, revision: Int, reason: String? = nil, keepsReason: Bool = false) {
        self.init(
            state: state, attempt: attempt, reason: reason, keepsReason: keepsReason,
            columns: [WorkItem.Columns.revision.rawValue: revision])
    }

    package var revision: Int? { columns[WorkItem.Columns.revision.rawValue] }
}

extension WorkItemState {
    /// Number of attempts before the study is `failed`.
    package static let maximumAttempts = 3

    /// The state machine: pure and total. The trigger `workItemTransition` rejects all other changes of state.
    ///
    /// - Parameters:
    ///   - attempt: attempts to draft this revision so far, including the running one.
    ///   - revision: 1 for the first draft; it increases with each draft made after late images or a requeue.
    /// - Returns: nil when the event does not apply to the state; nothing may change then.
    package func transition(on event: WorkItemEvent, attempt: Int, revision: Int) -> WorkItemTransition? {
        func to(_ state: WorkItemState, attempt: Int, revision: Int = revision, reason: String? = nil)
            -> WorkItemTransition
        { WorkItemTransition(state: state, attempt: attempt, revision: revision, reason: reason) }

        switch (self, event) {
        case (.collecting, .imageReceived), (.queued, .imageReceived), (.drafting, .imageReceived),
            (.failed, .imageReceived), (.ineligible, .imageReceived):
            return to(.collecting, attempt: 0)
        case (.drafted, .imageReceived), (.inReview, .imageReceived), (.accepted, .imageReceived),
            (.edited, .imageReceived), (.rejected, .imageReceived):
            return to(.collecting, attempt: 0, revision: revision + 1)
        case (.collecting, .settled):
            return to(.queued, attempt: 0)
        case (.collecting, .foundIneligible(let reason)):
            return to(.ineligible, attempt: 0, reason: reason)
        case (.queued, .claimed):
            return WorkItemTransition(
                state: .drafting, attempt: attempt + 1, revision: revision, keepsReason: true)
        case (.drafting, .draftStored):
            return to(.drafted, attempt: attempt)
        case (.drafting, .attemptFailed(let reason, let isPermanent)):
            let isLast = isPermanent || attempt >= Self.maximumAttempts
            return to(isLast ? .failed : .queued, attempt: attempt, reason: reason)
        case (.drafting, .handedBack), (.drafting, .held):
            return to(.queued, attempt: attempt - 1)
        case (.drafted, .opened):
            return to(.inReview, attempt: attempt)
        case (.inReview, .released):
            return to(.drafted, attempt: attempt)
        case (.inReview, .accepted):
            return to(.accepted, attempt: attempt)
        case (.inReview, .edited):
            return to(.edited, attempt: attempt)
        case (.inReview, .rejected(let reason)):
            return to(.rejected, attempt: attempt, reason: reason)
        case (.accepted, .withdrawn), (.edited, .withdrawn), (.rejected, .withdrawn):
            return to(.inReview, attempt: attempt)
        case (.failed, .retried), (.failed, .requeued), (.ineligible, .requeued):
            return to(.queued, attempt: 0)
        case (.drafted, .requeued), (.accepted, .requeued), (.edited, .requeued), (.rejected, .requeued):
            return to(.queued, attempt: 0, revision: revision + 1)
        case (.collecting, _), (.queued, _), (.drafting, _), (.drafted, _), (.inReview, _), (.accepted, _),
            (.edited, _), (.rejected, _), (.failed, _), (.ineligible, _):
            return nil
        }
    }
}
