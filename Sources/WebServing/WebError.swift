package import OperatorErrors

/// Why the web listener refuses a request. Values that the client sent are not repeated: they may identify a patient.
package enum WebError: OperatorError, Equatable {
    // The request
    /// The target is no path, or longer than the limit.
    case target(limit: Int)
    case unreadableQuery(String)
    case repeatedParameter(String)
    /// The value of a parameter has a wrong form.
    case parameter(String, expected: String)
    /// A part of the path has a wrong form.
    case place(String, expected: String)
    case host
    case noRoute
    case method(allowed: [String])
    /// The body did not arrive in time.
    case slowBody(seconds: Int)
    /// The body is compressed.
    case encodedBody(String)
    /// The body is not JSON of the form that the path takes.
    case body(String)
    // The client
    case unauthenticated(String)
    /// The request has no session, or one that has ended.
    case signedOut
    case scope(String)
    /// The role of the user may not do this.
    case role(String)
    /// A request that changes something and does not show that it comes from the page.
    case crossSite(String)
    case busy(limit: Int)
    /// Answers of so many bytes are in memory, because their clients have not taken them yet.
    case answersWaiting(bytes: Int)
    // The resource
    case notStored(String)
    case rangeNotSatisfiable(length: Int)
    case tooLarge(String, limit: Int)
    case tooManyImages(limit: Int)
    case tooManyParts(limit: Int)
    /// A stored object that cannot be sent, or not in another transfer syntax.
    case damaged(String)
    /// A stored report that cannot be shown.
    case notRendered(String)

    package var description: String {
        switch self {
        case .target(let limit): "the target of the request is not a path of at most \(limit) bytes"
        case .unreadableQuery(let reason): "the query of the URL \(reason)"
        case .repeatedParameter(let name): "the parameter \(name) was given twice"
        case .parameter(let name, let expected): "the parameter \(name) must be \(expected)"
        case .place(let name, let expected): "the \(name) in the path must be \(expected)"
        case .host: "the request is for another host"
        case .noRoute: "there is nothing at this path"
        case .method(let allowed): "this path takes \(allowed.joined(separator: ", ")) only"
        case .slowBody(let seconds): "the body did not arrive within \(seconds) seconds"
        case .encodedBody(let encoding): "a body with Content-Encoding \(encoding) is not accepted"
        case .body(let reason): "the body \(reason)"
        case .unauthenticated(let reason): reason
        case .signedOut: "the request has no session that is still open"
        case .scope(let scope): "the token may not \(scope)"
        case .role(let role): "users with the role \(role) may not ask for this"
        case .crossSite(let reason): "the request may come from a page of another site: \(reason)"
        case .busy(let limit): "\(limit) requests are being answered already"
        case .answersWaiting(let bytes): "answers of \(bytes >> 20) MiB are waiting to be read by their clients"
        case .notStored(let what): "\(what) is not stored here"
        case .rangeNotSatisfiable(let length): "the range begins after the end: the value has \(length) bytes"
        case .tooLarge(let what, let limit): "\(what) has more than \(limit) bytes"
        case .tooManyImages(let limit): "more than \(limit) images are not decoded for one answer"
        case .tooManyParts(let limit): "the answer would have more than \(limit) parts"
        case .damaged(let reason): "the stored object cannot be sent: \(reason)"
        case .notRendered(let reason): "the stored report cannot be rendered: \(reason)"
        }
    }

    package var hint: String {
        switch self {
        case .target: "leave out attributes that are not needed, or ask in several requests"
        case .unreadableQuery: "percent-encode values as UTF-8, and leave out control characters"
        case .repeatedParameter: "give each attribute once; several UIDs are separated by commas"
        case .parameter: "correct the value, or leave the parameter out"
        case .place: "take paths from the answer to a search: Retrieve URL (0008,1190) and the BulkDataURIs"
        case .host: "use the address in web.public_url, or a numeric address"
        case .noRoute: "GET /dicom-web lists the paths of DICOMweb"
        case .method: "the header Allow lists the methods"
        case .slowBody: "send the request again over a faster connection"
        case .encodedBody: "send the body as it is, without compression"
        case .body: "send a JSON object as docs/manual/page.md lists it"
        case .signedOut: "sign in"
        case .unauthenticated: "send Authorization: Bearer and a token; thoraxctl tokens add makes one"
        case .role: "an administrator gives roles: thoraxctl users change --role"
        case .crossSite: "send it from the page, with the headers that docs/manual/page.md lists"
        case .scope: "use a token with that scope; thoraxctl tokens list shows the scopes"
        case .busy, .answersWaiting: "send the request again after the seconds in Retry-After"
        case .notStored: "search with /studies, /series or /instances for what is stored"
        case .rangeNotSatisfiable: "ask for a range within the length"
        case .tooLarge, .tooManyImages, .tooManyParts: "ask for one series or one instance at a time"
        case .damaged, .notRendered: "retrieve the instance as it is stored: application/dicom; transfer-syntax=*"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .target, .unreadableQuery, .repeatedParameter, .parameter, .place, .host, .method, .slowBody, .encodedBody,
            .body, .rangeNotSatisfiable:
            .invalid
        case .noRoute, .notStored: .notFound
        case .unauthenticated, .signedOut, .scope, .role, .crossSite: .forbidden
        case .busy, .answersWaiting: .busy
        case .tooLarge, .tooManyImages, .tooManyParts: .tooLarge
        case .damaged, .notRendered: .malformed
        }
    }
}
