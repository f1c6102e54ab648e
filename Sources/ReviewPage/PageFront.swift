import Auditing
import Foundation
package import Hummingbird
package import Logging
import Platform
import Review
import WebAccess
package import WebServing

/// The review page on the web listener.
package struct PageFront: WebFront {
    package static let base = ""
    package static let routes = PageRoute.all

    /// Limits on the body of a request: bytes, which report text fits into, and the time in which it must arrive. A request is
    /// read before its sender is known, and counts among the requests under way.
    static let bodyLimit = 192 << 10
    static let bodyTime = Duration.seconds(20)

    private let parts: PageParts
    private let gate: WebGate

    package init(_ parts: PageParts, logger: Logger) {
        self.parts = parts
        gate = WebGate(workList: parts.workList, sessions: parts.sessions, audit: parts.audit, logger: logger)
    }

    /// Ends the event streams of open pages; callable from any thread.
    package func stop() { parts.changes.stop() }

    package func answer(
        _ routed: RoutedRequest<PageRoute>, _ request: WebRequest, _ body: RequestBody
    ) async throws -> Response {
        var bytes: [UInt8] = []
        if request.method != "GET" {
            try SameOrigin.check(request)
            bytes = try await Self.read(body)
        }
        let asked = PageRequest(request, routed.texts, bytes)
        switch routed.route.answer {
        case .immediate(let answer): return try answer(await admit(asked, routed.route))
        case .blocking(let answer):
            return try await OwnedThread.run(name: "web") { [self] in
                try answer(parts, admitted(asked, routed.route))
            }
        case .waiting(let answer): return try await answer(parts, await admit(asked, routed.route))
        }
    }

    package func complete(_ headers: inout HTTPFields, asked: HTTPFields, _ settings: WebSettings) {
        PageHeaders.add(to: &headers, settings)
    }

    private func admit(_ asked: PageRequest, _ route: PageRoute) async throws -> PageRequest {
        guard route.access != .everybody else { return asked }
        return try await OwnedThread.run(name: "web") { [self] in try admitted(asked, route) }
    }

    /// Blocks.
    ///
    /// - Throws: `WebError` if the caller may not ask for this.
    private func admitted(_ asked: PageRequest, _ route: PageRoute) throws -> PageRequest {
        let permitted: Set<User.Role>
        switch route.access {
        case .everybody: return asked
        case .rolesAndTokens where asked.request.headers[.authorization] != nil:
            var asked = asked
            asked.caller = try gate.admit(asked.request, .read)
            return asked
        case .roles(let roles), .rolesAndTokens(let roles): permitted = roles
        }
        // A page of another site may show our pictures to its own visitors otherwise.
        guard !SameOrigin.isOfOtherSite(asked.request.headers) else {
            throw WebError.crossSite("Sec-Fetch-Site says so")
        }
        let isUse = route.isUse && asked.request.headers[Self.background] == nil
        guard let session = try parts.sessions.session(of: asked.request, isUse: isUse) else {
            throw SignedOut(proxyUser: asked.request.proxyUser)
        }
        guard permitted.contains(session.user.role) else { throw WebError.role(session.user.role.rawValue) }
        return asked.by(session)
    }

    /// The page sends this with requests that its user did not cause; they do not count as use of the session.
    private static let background = HTTPField.Name.named("X-Thoraxd-Background")

    /// Reads a body within the limits.
    static func read(_ body: RequestBody, within time: Duration = bodyTime) async throws -> [UInt8] {
        let end = ContinuousClock.now + time
        var bytes: [UInt8] = []
        for try await buffer in body {
            guard ContinuousClock.now < end else { throw WebError.slowBody(seconds: Int(time.components.seconds)) }
            bytes += buffer.readableBytesView
            guard bytes.count <= bodyLimit else { throw WebError.tooLarge("the body", limit: bodyLimit) }
        }
        return bytes
    }
}
