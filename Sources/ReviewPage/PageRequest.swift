import Auditing
import Foundation
import Hummingbird
import Review
import WebAccess
import WebServing

/// A request to the page, as the services read it.
struct PageRequest: Sendable {
    let request: WebRequest
    /// Path parameters by their names in the route. Those of studies, series and instances are UIDs.
    let texts: [String: String]
    /// The caller, for the audit trail.
    var caller: AuditOccurrence.Caller
    /// The caller's session; nil for routes without access control, and for clients with a token.
    var session: Session?
    let body: [UInt8]

    init(_ request: WebRequest, _ texts: [String: String], _ body: [UInt8]) {
        (self.request, self.texts, self.body) = (request, texts, body)
        caller = .init(login: "", address: request.address)
    }

    /// Returns the request with the session of its user.
    func by(_ session: Session) -> PageRequest {
        var asked = self
        asked.session = session
        asked.caller = .init(login: session.user.login, address: request.address)
        return asked
    }

    /// The user of the session; nil without a session.
    var signedIn: User? { session?.user }

    /// Returns a path parameter as it was sent; empty if the route has no such parameter.
    func text(_ name: String) -> String { texts[name] ?? "" }

    /// Returns a path parameter with its percent escapes decoded.
    func segment(_ name: String) throws(WebError) -> String {
        guard let text = text(name).removingPercentEncoding else {
            throw .place(name, expected: "percent-encoded UTF-8")
        }
        return text
    }

    /// Returns the caller's session.
    ///
    /// - Throws: `WebError.signedOut` without a session.
    func signedInSession() throws(WebError) -> Session {
        guard let session else { throw .signedOut }
        return session
    }

    /// Returns the user who signs.
    ///
    /// - Throws: `PasswordNeeded` if the session was idle for ten minutes and the password was not entered since.
    func signer(at now: Date = Date()) throws -> User {
        let session = try signedInSession()
        guard !session.isUnattended(at: now) else { throw PasswordNeeded() }
        return session.user
    }

    /// Reads the body as a JSON object.
    ///
    /// - Throws: `WebError.body` if the body is not JSON, or if a member is missing or has another type.
    func json<Value: Decodable>(_ type: Value.Type = Value.self) throws(WebError) -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do { return try decoder.decode(Value.self, from: Data(body)) } catch DecodingError.keyNotFound(let key, _) {
            throw .body("has no member \(key.stringValue)")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            let place = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw .body("has a value of another type at \(place)")
        } catch {
            throw .body("is no JSON of the form that this path takes")
        }
    }
}
