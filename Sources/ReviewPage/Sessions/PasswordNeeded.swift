import OperatorErrors
import WebServing

/// The session was idle for ten minutes, so the user has to enter the password again before signing.
struct PasswordNeeded: HTTPAnswered {
    private struct Details: Encodable {
        let mustConfirm = true
    }

    var description: String { "the session was idle for ten minutes, and signing needs the password again" }
    var hint: String { "enter your password; what you typed is kept" }
    var fault: FaultKind { .forbidden }
    var details: (any Encodable & Sendable)? { Details() }
}
