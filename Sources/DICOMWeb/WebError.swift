import DICOMCore
package import OperatorErrors

/// Why a request of a web client is refused. Values that the client sent are not repeated: they may be a patient's.
package enum WebError: OperatorError, Equatable {
    /// The target is neither a path nor shorter than the limit.
    case target(limit: Int)
    case unreadableQuery(String)
    case repeatedParameter(String)
    /// A parameter whose value must be something else.
    case parameter(String, expected: String)
    case notAUID(String)
    case host
    case noRoute
    case method(allowed: [String])
    case unauthenticated(String)
    case scope(String)
    case notAcceptable(offered: [String])
    case busy(limit: Int)

    package var description: String {
        switch self {
        case .target(let limit): "the target of the request is no path of at most \(limit) bytes"
        case .unreadableQuery(let reason): "the query of the URL \(reason)"
        case .repeatedParameter(let name): "the parameter \(name) is there twice"
        case .parameter(let name, let expected): "the parameter \(name) must be \(expected)"
        case .notAUID(let place): "the \(place) in the path is no UID"
        case .host: "the request is for another host"
        case .noRoute: "there is nothing at this path"
        case .method(let allowed): "this path takes \(allowed.joined(separator: ", ")) only"
        case .unauthenticated(let reason): reason
        case .scope(let scope): "the token may not \(scope)"
        case .notAcceptable(let offered):
            "none of the media types in Accept is offered: \(offered.joined(separator: ", "))"
        case .busy(let limit): "\(limit) requests are under way"
        }
    }

    package var hint: String {
        switch self {
        case .target: "leave out attributes that are not needed, or ask in several requests"
        case .unreadableQuery: "percent-encode values as UTF-8, and leave out control characters"
        case .repeatedParameter: "give each attribute once; several UIDs are separated by commas"
        case .parameter: "correct the value, or leave the parameter out"
        case .notAUID: "a UID has 1 to 64 digits and periods"
        case .host: "use the address in web.public_url, or a numeric address"
        case .noRoute: "\(WebRoute.base) lists the paths"
        case .method: "the header Allow lists the methods"
        case .unauthenticated: "send Authorization: Bearer and a token; thoraxctl tokens add makes one"
        case .scope: "use a token with that scope; thoraxctl tokens list shows the scopes"
        case .notAcceptable: "ask for one of these, or for */*"
        case .busy: "send the request again after the seconds in Retry-After"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .target, .unreadableQuery, .repeatedParameter, .parameter, .notAUID, .host, .method, .notAcceptable:
            .invalid
        case .noRoute: .notFound
        case .unauthenticated, .scope: .forbidden
        case .busy: .busy
        }
    }

    /// The HTTP status where HTTP has one of its own for the case (RFC 9110); otherwise it is that of the kind.
    var status: Int {
        switch self {
        case .target: 414
        case .host: 421
        case .method: 405
        case .unauthenticated: 401
        case .notAcceptable: 406
        default: fault.httpStatus
        }
    }
}
