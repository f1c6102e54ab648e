import DICOMNetwork
package import Hummingbird
import NIOCore

/// The context of a request: the connection on which it came.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let peer: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress
    }

    /// Numeric address of the connection.
    var address: String { peer?.ipAddress ?? "unknown" }
}

/// A request as the services read it: its parts are bounded, and nothing in it is decoded.
package struct WebRequest: Sendable {
    /// Longest target.
    package static let targetLimit = 8 << 10

    /// `GET` for HEAD.
    package let method: String
    package let isHead: Bool
    package let path: Substring
    /// The part of the target after the question mark; empty without one.
    package let query: Substring
    package let headers: HTTPFields
    /// Numeric address of the client.
    package let address: String
    /// The host that the request names, with its port.
    let authority: String
    /// Login that the trusted proxy in front of this listener names; nil without one.
    package let proxyUser: String?
    /// The address under which clients reach the listener, without a slash at its end.
    package let base: String

    /// - Throws: `WebError`, or `SignInError.notAProxy` if the header of single sign-on comes from another address.
    init(_ request: Request, from peer: String, _ settings: WebSettings, base: String) throws {
        self.base = base
        let target = request.head.path ?? ""
        guard target.hasPrefix("/"), target.utf8.count <= Self.targetLimit else {
            throw WebError.target(limit: Self.targetLimit)
        }
        guard let authority = request.head.authority, HostName.isOurs(authority, settings) else {
            throw WebError.host
        }
        self.authority = authority
        isHead = request.method == .head
        method = isHead ? "GET" : request.method.rawValue
        let fragment = target.prefix { $0 != "#" }
        path = fragment.prefix { $0 != "?" }
        query = fragment.dropFirst(path.count + 1)
        headers = request.headers
        address = Self.client(peer, request.headers, settings)
        proxyUser = try Self.user(peer, request.headers, settings)
    }

    /// Login that a trusted proxy names in `userHeader`. The proxy must remove that header from what clients send.
    private static func user(
        _ peer: String, _ headers: HTTPFields, _ settings: WebSettings
    ) throws(SignInError) -> String? {
        guard !settings.userHeader.isEmpty, let name = HTTPField.Name(settings.userHeader) else { return nil }
        let values = headers[values: name]
        guard !values.isEmpty else { return nil }
        guard settings.trustedProxies.contains(where: { $0.contains(peer) }), values.count == 1,
            isLogin(values[0])
        else { throw .notAProxy(header: settings.userHeader) }
        return values[0]
    }

    private static func isLogin(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// The last address of X-Forwarded-For that is no trusted proxy's, if the connection is of one; clients can write the
    /// others.
    private static func client(_ peer: String, _ headers: HTTPFields, _ settings: WebSettings) -> String {
        func isTrusted(_ address: String) -> Bool { settings.trustedProxies.contains { $0.contains(address) } }
        guard isTrusted(peer), let name = HTTPField.Name("X-Forwarded-For") else { return peer }
        let hops = headers[values: name].flatMap { $0.split(separator: ",") }.map { field in
            String(field.drop { $0 == " " }.prefix { $0 != " " })
        }
        guard let last = hops.last(where: { !isTrusted($0) }), !last.contains("/"), AddressRange(last) != nil
        else { return peer }
        return last
    }
}
