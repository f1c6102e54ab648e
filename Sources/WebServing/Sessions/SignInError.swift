package import Hummingbird
package import OperatorErrors

/// Why a sign-in is refused. The error never says whether a login exists.
package enum SignInError: HTTPAnswered, Equatable {
    case wrong
    case tooMany(seconds: Int)
    /// The request has neither a login and a password nor a login from a trusted proxy.
    case missing
    /// The login that a trusted proxy names has no account.
    case noAccount
    /// The header of single sign-on comes from an address that is not a trusted proxy.
    case notAProxy(header: String)

    package var description: String {
        switch self {
        case .wrong: "the login or the password is wrong"
        case .tooMany: "too many sign-ins failed"
        case .missing: "the body has no login and password, and no trusted proxy named a user"
        case .noAccount: "the user that the proxy named has no account here"
        case .notAProxy(let header): "the header \(header) does not come from a trusted proxy"
        }
    }

    package var hint: String {
        switch self {
        case .wrong: "try again; an administrator sets a new password with thoraxctl users password"
        case .tooMany(let seconds): "wait \(seconds) seconds"
        case .missing: "send {\"login\": …, \"password\": …}"
        case .noAccount: "an administrator adds the user with thoraxctl users add"
        case .notAProxy:
            "have the proxy remove that header from requests of clients, and list the proxy in web.trusted_proxies"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .wrong, .noAccount: .forbidden
        case .tooMany: .busy
        case .missing, .notAProxy: .invalid
        }
    }

    package var status: HTTPResponse.Status {
        switch self {
        case .wrong: .unauthorized
        case .noAccount: .forbidden
        case .tooMany: .tooManyRequests
        case .missing, .notAProxy: .badRequest
        }
    }

    package var headers: HTTPFields {
        if case .tooMany(let seconds) = self { [.retryAfter: "\(seconds)"] } else { [:] }
    }
}
