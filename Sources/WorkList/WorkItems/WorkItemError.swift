package import OperatorErrors

/// Why an operation on a work item was refused. Nothing was changed.
package enum WorkItemError: OperatorError, Equatable {
    /// The event does not apply to the state of the work item.
    case transitionRefused(state: WorkItemState, event: String)
    /// Drafting the study again needs an explicit confirmation.
    case needsForce(state: WorkItemState)
    case alreadyHeld(workItem: Int64)
    case notHeld(workItem: Int64)
    /// The study is not on hold because of a rebuild.
    case noLostDecision(workItem: Int64)
    /// The claim expired or was taken over.
    case claimLost(workItem: Int64)
    /// The study has more images than are read.
    case tooManyImages(workItem: Int64, limit: Int)

    package var description: String {
        switch self {
        case .transitionRefused(let state, let event):
            "event \(event) is not allowed for a study that is \(state.rawValue)"
        case .needsForce(let state): "the study is already \(state.rawValue)"
        case .alreadyHeld(let item): "work item \(item) is already on hold"
        case .notHeld(let item): "work item \(item) is not on hold"
        case .noLostDecision(let item): "work item \(item) is not on hold because its decision was lost"
        case .claimLost(let item): "the claim on work item \(item) expired"
        case .tooManyImages(let item, let limit): "the study of work item \(item) has more than \(limit) images"
        }
    }

    package var fault: FaultKind {
        if case .tooManyImages = self { return .tooLarge }
        return .conflict
    }

    package var hint: String {
        switch self {
        case .transitionRefused, .claimLost: "nothing to do: the state is unchanged"
        case .needsForce: "pass --force to draft it again"
        case .alreadyHeld: "thoraxctl show says who holds it and why; thoraxctl unhold releases it"
        case .noLostDecision: "thoraxctl show says why it is on hold; thoraxctl unhold without --decided ends any hold"
        case .notHeld: "thoraxctl worklist --held lists the studies on hold"
        case .tooManyImages: "send the chest radiographs as a study of their own: such a study is not read"
        }
    }
}
