import Auditing
package import Hummingbird
package import Logging
import Platform
import WebAccess
package import WebServing

/// The review page on the web listener.
package struct PageFront: WebFront {
    package static let base = ""
    package static let routes = PageRoute.all

    /// Most that the body of a request may have; report text is within it.
    static let bodyLimit = 192 << 10

    private let parts: PageParts
    private let gate: WebGate

    package init(_ parts: PageParts, logger: Logger) {
        self.parts = parts
        gate = WebGate(workList: parts.workList, audit: parts.audit, logger: logger)
    }

    package func answer(
        _ routed: RoutedRequest<PageRoute>, _ request: WebRequest, _ body: RequestBody
    ) async throws -> Response {
        let bytes = request.method == "GET" ? [] : try await Self.read(body)
        let asked = try await admit(request, routed, bytes)
        switch routed.route.answer {
        case .immediate(let answer): return try answer(asked)
        case .blocking(let answer):
            return try await OwnedThread.run(name: "web") { [parts] in try answer(parts, asked) }
        case .waiting(let answer): return try await answer(parts, asked)
        }
    }

    package func complete(_ headers: inout HTTPFields, asked: HTTPFields, _ settings: WebSettings) {
        PageHeaders.add(to: &headers, settings)
    }

    private func admit(
        _ request: WebRequest, _ routed: RoutedRequest<PageRoute>, _ body: [UInt8]
    ) async throws -> PageRequest {
        var asked = PageRequest(request, routed.texts, body)
        switch routed.route.access {
        case .everybody: return asked
        case .rolesAndTokens where request.headers[.authorization] != nil:
            asked.caller = try await OwnedThread.run(name: "web") { [gate] in try gate.admit(request, .read) }
            return asked
        case .roles, .rolesAndTokens: throw WebError.signedOut
        }
    }

    private static func read(_ body: RequestBody) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await buffer in body {
            bytes += buffer.readableBytesView
            guard bytes.count <= bodyLimit else { throw WebError.tooLarge("the body", limit: bodyLimit) }
        }
        return bytes
    }
}
