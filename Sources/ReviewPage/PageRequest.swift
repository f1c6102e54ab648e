import Auditing
import Foundation
import Hummingbird
import Review
import WebAccess
import WebServing

/// What somebody who may ask asks for, as the services read it.
struct PageRequest: Sendable {
    let request: WebRequest
    /// The texts in the path by the names in the route; those of studies, series and instances are UIDs.
    let texts: [String: String]
    /// Who asks, for the audit trail.
    var caller: AuditOccurrence.Caller
    /// The session of who asks; nil where everybody may ask, and for a client with a token.
    var session: Session?
    let body: [UInt8]

    init(_ request: WebRequest, _ texts: [String: String], _ body: [UInt8]) {
        (self.request, self.texts, self.body) = (request, texts, body)
        caller = .init(login: "", address: request.address)
    }

    /// The same, of somebody who is signed in.
    func by(_ session: Session) -> PageRequest {
        var asked = self
        asked.session = session
        asked.caller = .init(login: session.user.login, address: request.address)
        return asked
    }

    /// Who is signed in.
    var signedIn: User? { session?.user }

    /// The text of a segment of the path.
    func text(_ name: String) -> String { texts[name] ?? "" }

    /// The text of a segment of the path, with its percent escapes decoded.
    func segment(_ name: String) throws(WebError) -> String {
        guard let text = text(name).removingPercentEncoding else {
            throw .place(name, expected: "percent-encoded UTF-8")
        }
        return text
    }

    /// The session of who asks.
    ///
    /// - Throws: `WebError.signedOut` without one.
    func signedInSession() throws(WebError) -> Session {
        guard let session else { throw .signedOut }
        return session
    }

    /// Who is about to sign.
    ///
    /// - Throws: `MustConfirm` if nobody used the session for ten minutes and the password has not been given again.
    func signer(at now: Date = Date()) throws -> User {
        let session = try signedInSession()
        guard !session.isUnattended(at: now) else { throw MustConfirm() }
        return session.user
    }

    /// Reads the body as a JSON object.
    ///
    /// - Throws: `WebError.body` if it is none, or if a member is missing or has another type.
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
