import Hummingbird
import OperatorErrors
import WebServing

/// The request has no session that is still open. The answer says which login a trusted proxy names, so that the page can sign in
/// without a password.
struct SignedOut: HTTPAnswered {
    let proxyUser: String?

    private struct Details: Encodable {
        let singleSignOn: String?
    }

    var description: String { WebError.signedOut.description }
    var hint: String { WebError.signedOut.hint }
    var fault: FaultKind { WebError.signedOut.fault }
    var status: HTTPResponse.Status { WebError.signedOut.status }
    var details: (any Encodable & Sendable)? { Details(singleSignOn: proxyUser) }
}
