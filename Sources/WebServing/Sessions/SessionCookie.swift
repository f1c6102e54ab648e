package import Hummingbird
package import WebAccess

/// The cookie that has the secret of a session. Because of its prefix, browsers accept it only from this host, over TLS or on a
/// loopback address, and for no subdomain, so another site cannot plant one.
package enum SessionCookie {
    private static let name = "__Host-thoraxd"
    private static let attributes = "Path=/; Secure; HttpOnly; SameSite=Strict"

    /// Returns the secret that a request brings.
    static func secret(in headers: HTTPFields) -> SessionSecret? {
        for pair in headers[values: .cookie].flatMap({ $0.split(separator: ";") }) {
            let text = pair.drop { $0 == " " }
            guard text.hasPrefix(name + "=") else { continue }
            return SessionSecret(text.dropFirst(name.count + 1))
        }
        return nil
    }

    package static func set(_ secret: SessionSecret, in headers: inout HTTPFields) {
        headers[.setCookie] = "\(name)=\(secret.text); \(attributes)"
    }

    package static func remove(from headers: inout HTTPFields) {
        headers[.setCookie] = "\(name)=; Max-Age=0; \(attributes)"
    }
}
