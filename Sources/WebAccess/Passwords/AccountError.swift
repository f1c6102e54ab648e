package import OperatorErrors

/// Why a password is refused, or a session not found.
package enum AccountError: OperatorError, Equatable {
    case unfitPassword(String)
    /// The stored or sent hash has a form or parameters that this program does not compute.
    case unusableHash
    /// Too many passwords wait to be compared.
    case busy(limit: Int)
    case noSession(Int64)

    package var description: String {
        switch self {
        case .unfitPassword(let reason): reason
        case .unusableHash: "the hash of the password has a form or parameters that are not supported"
        case .busy(let limit): "\(limit) other sign-ins are waiting"
        case .noSession(let id): "there is no session \(id)"
        }
    }

    package var hint: String {
        switch self {
        case .unfitPassword: "choose a longer one: several words are easy to remember"
        case .unusableHash: "set the password again with thoraxctl users password"
        case .busy: "sign in again after a few seconds"
        case .noSession: "it has ended; list the sessions again"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .unfitPassword: .invalid
        case .unusableHash: .malformed
        case .busy: .busy
        case .noSession: .notFound
        }
    }
}
