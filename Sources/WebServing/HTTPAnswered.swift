package import Hummingbird
package import OperatorErrors

/// An error for which HTTP has a status of its own, or whose answer says more than a text.
package protocol HTTPAnswered: OperatorError {
    var status: HTTPResponse.Status { get }
    var headers: HTTPFields { get }
    /// Details for programs: an object whose members are added to those that every error has.
    var details: (any Encodable & Sendable)? { get }
}

extension HTTPAnswered {
    package var status: HTTPResponse.Status { .init(code: fault.httpStatus) }
    package var headers: HTTPFields { [:] }
    package var details: (any Encodable & Sendable)? { nil }
}

extension WebError: HTTPAnswered {
    /// RFC 9110 section 15.
    package var status: HTTPResponse.Status {
        switch self {
        case .target: .uriTooLong
        case .host: .misdirectedRequest
        case .method: .methodNotAllowed
        case .unauthenticated, .signedOut: .unauthorized
        case .slowBody: .requestTimeout
        case .encodedBody: .unsupportedMediaType
        case .rangeNotSatisfiable: .rangeNotSatisfiable
        // The client asked correctly.
        case .damaged, .notRendered: .internalServerError
        default: .init(code: fault.httpStatus)
        }
    }

    package var headers: HTTPFields {
        switch self {
        case .method(let allowed): [.allow: allowed.joined(separator: ", ")]
        case .unauthenticated: [.wwwAuthenticate: "Bearer"]
        case .rangeNotSatisfiable(let length): [.contentRange: "bytes */\(length)"]
        default: [:]
        }
    }
}
