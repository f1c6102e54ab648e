package import OperatorErrors

/// Why an operation on a work item was refused. Nothing was changed.
package enum WorkItemError: OperatorError {
    /// The event does not apply to the state of the work item.
    case transitionRefused(state: WorkItemState, event: String)
    /// Drafting the study again needs an explicit confirmation.
    case needsForce(state: WorkItemState)
    case alreadyHeld(workItem: Int64)
    case notHeld(workItem: Int64)
    /// The claim expired or was taken over.
    case claimLost(workItem: Int64)

    package var description: String {
        switch self {
        case .transitionRefused(let state, let event):
            "event \(event) is not allowed for a study that is \(state.rawValue)"
        case .needsForce(let state): "the study is already \(state.rawValue)"
        case .alreadyHeld(let item): "work item \(item) is already on hold"
        case .notHeld(let item): "work item \(item) is not on hold"
        case .claimLost(let item): "the claim on work item \(item) expired"
        }
    }

    package var fault: FaultKind { .conflict }

    package var hint: String {
        switch self {
        case .transitionRefused, .claimLost: "nothing to do: the state is unchanged"
        case .needsForce: "pass --force to draft it again"
        case .alreadyHeld: "thoraxctl show says who holds it and why; thoraxctl unhold releases it"
        case .notHeld: "thoraxctl worklist --held lists the studies on hold"
        }
    }
}
