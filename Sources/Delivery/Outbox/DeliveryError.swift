package import OperatorErrors

/// Why a change to a delivery was refused; the row is unchanged.
package enum DeliveryError: OperatorError {
    /// The delivery is in a state to which the event does not apply.
    case transitionRefused(state: OutboxState, event: String)
    /// The claim expired or was taken over.
    case claimLost(outboxRow: Int64)

    package var description: String {
        switch self {
        case .transitionRefused(let state, let event): "cannot apply \(event) to a delivery that is \(state.rawValue)"
        case .claimLost(let row): "the claim on outbox row \(row) expired"
        }
    }

    package var fault: FaultKind { .conflict }
    package var hint: String { "nothing to do: the state is unchanged" }
}
