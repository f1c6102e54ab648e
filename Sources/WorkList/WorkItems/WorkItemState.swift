package import WorkListDatabase

/// Where a study stands on its way from images to a reviewed report (`docs/architecture.md`).
package enum WorkItemState: String, CaseIterable, Codable, Sendable {
    /// Images may still arrive.
    case collecting
    /// No image came for the quiet period: waits for the reporter.
    case queued
    /// A reporter process works on it.
    case drafting
    /// The draft report is stored.
    case drafted
    /// A radiologist has it open.
    case inReview
    case accepted
    case edited
    case rejected
    /// Attempts are used up, or no image can be read.
    case failed
    /// Not a frontal chest radiograph: kept, never drafted.
    case ineligible
}

/// What can happen to a study's work item.
package enum WorkItemEvent: AttemptEvent, RetryEvent {
    /// An image of the study was stored.
    case imageReceived
    /// No image came for the quiet period and the study is one the model reads.
    case settled
    /// No image came for the quiet period and the study is not one the model reads.
    case foundIneligible(reason: String)
    /// A reporter process took it.
    case claimed
    /// The draft is stored.
    case draftStored
    /// The attempt ended without a draft. `isPermanent` when another attempt cannot do better.
    case attemptFailed(reason: String, isPermanent: Bool)
    /// The reporter was stopped in an orderly way before it finished; this does not count as an attempt.
    case handedBack
    /// A reviewer opened the draft.
    case opened
    /// The reviewer gave it back, or kept it too long.
    case released
    /// The draft was signed as it was.
    case accepted
    /// It was signed with changes.
    case edited
    case rejected(reason: String)
    /// An administrator wants a study that failed to be tried again.
    case retried
    /// An administrator wants another draft of the same images.
    case requeued
    /// An administrator wants no draft of it for now; this does not count as an attempt.
    case held
}

/// What a work item looks like after an event.
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
    /// Attempts at a draft before the study is `failed`.
    package static let maximumAttempts = 3

    /// The state machine: pure and total. `workItemTransition` in the schema refuses every other change of state.
    ///
    /// - Parameters:
    ///   - attempt: attempts at a draft of this revision so far, the running one included.
    ///   - revision: 1 for the first draft; one more for each draft made after late images.
    /// - Returns: nil when the event does not apply to this state, and nothing may change.
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
