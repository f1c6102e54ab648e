import OperatorErrors
import WebServing

/// The session was not used for ten minutes: whoever sits there now must prove who they are before they sign.
struct MustConfirm: HTTPAnswered {
    private struct Details: Encodable {
        let mustConfirm = true
    }

    var description: String { "nobody used the page for ten minutes: the password is due before a signature" }
    var hint: String { "give the password again; what was typed is kept" }
    var fault: FaultKind { .forbidden }
    var details: (any Encodable & Sendable)? { Details() }
}
