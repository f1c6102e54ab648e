package import OperatorErrors

/// Why a password is not taken, or a session not found.
package enum AccountError: OperatorError, Equatable {
    case unfitPassword(String)
    /// The stored or sent hash is none that this program computes.
    case unusableHash
    /// More passwords wait to be compared than may.
    case busy(limit: Int)
    case noSession(Int64)

    package var description: String {
        switch self {
        case .unfitPassword(let reason): reason
        case .unusableHash: "the hash of the password has a form or a cost that is not taken"
        case .busy(let limit): "\(limit) others are signing in"
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
