package import Hummingbird
package import OperatorErrors

/// Why somebody is not signed in. It never says whether a login exists.
package enum SignInError: HTTPAnswered, Equatable {
    case wrong
    case tooMany(seconds: Int)
    /// Neither a login and a password, nor a proxy that names somebody.
    case missing
    /// A proxy names somebody who has no account.
    case noAccount
    /// Somebody who is no trusted proxy names a user.
    case notAProxy(header: String)

    static func isLogin(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    package var description: String {
        switch self {
        case .wrong: "the login or the password is wrong"
        case .tooMany: "too many sign-ins failed"
        case .missing: "the body has no login and password, and no proxy says who it is"
        case .noAccount: "who is signed in at the proxy has no account here"
        case .notAProxy(let header): "the header \(header) does not come from a trusted proxy"
        }
    }

    package var hint: String {
        switch self {
        case .wrong: "try again; an administrator sets a new password with thoraxctl users password"
        case .tooMany(let seconds): "wait \(seconds) seconds"
        case .missing: "send {\"login\": …, \"password\": …}"
        case .noAccount: "an administrator adds it with thoraxctl users add"
        case .notAProxy: "have the proxy remove it from what clients send, and name the proxy in web.trusted_proxies"
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
