package import Hummingbird
package import WebAccess

/// The cookie with the secret of a session. Its prefix makes browsers accept it only from this host, over TLS or on a
/// loopback address, so no other site and no page on another port can set it.
package enum SessionCookie {
    private static let cookie = HostCookie("__Host-thoraxd", attributes: "")

    /// Returns the secret in a request.
    static func secret(in headers: HTTPFields) -> SessionSecret? {
        cookie.value(in: headers).flatMap { SessionSecret($0) }
    }

    package static func set(_ secret: SessionSecret, in headers: inout HTTPFields) {
        cookie.set(secret.text, in: &headers)
    }

    package static func remove(from headers: inout HTTPFields) { cookie.remove(from: &headers) }
}

/// The cookie with the random id of a browser, for its display check. It identifies no user, and stays after a sign-out.
package enum BrowserCookie {
    /// 400 days, the longest lifetime that browsers accept.
    private static let cookie = HostCookie("__Host-thoraxd-browser", attributes: "; Max-Age=34560000")

    /// Returns the id in a request.
    package static func id(in headers: HTTPFields) -> BrowserID? {
        cookie.value(in: headers).flatMap { BrowserID($0) }
    }

    package static func set(_ id: BrowserID, in headers: inout HTTPFields) { cookie.set(id.text, in: &headers) }
}

/// A cookie for this host only, which no script can read.
private struct HostCookie {
    private let name: String
    private let attributes: String
    private static let shared = "Path=/; Secure; HttpOnly; SameSite=Strict"

    init(_ name: String, attributes: String) {
        self.name = name
        self.attributes = attributes
    }

    func value(in headers: HTTPFields) -> Substring? {
        for pair in headers[values: .cookie].flatMap({ $0.split(separator: ";") }) {
            let text = pair.drop { $0 == " " }
            if text.hasPrefix(name + "=") { return text.dropFirst(name.count + 1) }
        }
        return nil
    }

    func set(_ value: String, in headers: inout HTTPFields) {
        headers[.setCookie] = "\(name)=\(value); \(Self.shared)\(attributes)"
    }

    func remove(from headers: inout HTTPFields) { headers[.setCookie] = "\(name)=; Max-Age=0; \(Self.shared)" }
}
