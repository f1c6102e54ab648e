import Auditing
import Hummingbird
import Logging
import NIOCore
import OperatorErrors
import Platform
import Synchronization
import WebAccess

/// Answers every request: it is outside of everything else, so that each answer, also one to an error, has the same headers
/// and each error the same body.
final class WebResponder: HTTPResponder {
    typealias Context = WebContext

    /// Requests under way at a time.
    static let requestLimit = 64

    private let settings: CurrentWebSettings
    private let gate: WebGate
    private let search: SearchService
    private let address: String
    private let port = Atomic(0)
    private let logger: Logger
    private let underWay = Atomic(0)

    /// - Parameter address: the listener's own, for clients where no public one is configured.
    init(
        settings: CurrentWebSettings, gate: WebGate, search: SearchService, address: String, logger: Logger
    ) {
        self.settings = settings
        self.gate = gate
        self.search = search
        self.address = address.contains(":") ? "[\(address)]" : address
        self.logger = logger
    }

    func respond(to request: Request, context: WebContext) async -> Response {
        let settings = settings.value
        let id = Self.newID()
        var response: Response
        var route: WebRoute?
        do {
            let asked = try WebRequest(request, from: context.address, settings)
            if asked.method == "OPTIONS" {
                response = try preflight(asked)
            } else {
                let routed = try RoutedRequest(method: asked.method, path: asked.path)
                route = routed.route
                response = Self.response(try await answer(asked, routed, settings), from: url(settings))
            }
        } catch let error as WebError {
            response = Self.response(to: error, status: error.status, id)
            if case .method(let allowed) = error { response.headers[.allow] = allowed.joined(separator: ", ") }
            if case .unauthenticated = error { response.headers[.wwwAuthenticate] = "Bearer" }
        } catch {
            let error = error.asOperatorError
            response = Self.response(to: error, status: error.fault.httpStatus, id)
            if error.fault.httpStatus >= 500 {
                logger.warning("request refused: \(error)", metadata: ["request": "\(id)"])
            }
        }
        WebHeaders.add(to: &response.headers, request.headers[.origin], settings, id)
        if response.status == .serviceUnavailable { response.headers[.retryAfter] = "1" }
        // Without the query: it may have the name or the ID of a patient.
        logger.debug(
            "answered",
            metadata: [
                "request": "\(id)", "method": "\(request.method)", "route": "\(route?.path ?? "none")",
                "status": "\(response.status.code)",
            ])
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// Called when the listener has its port.
    func listens(on port: Int) { self.port.store(port, ordering: .relaxed) }

    private func url(_ settings: WebSettings) -> String {
        guard settings.publicURL.isEmpty else { return settings.publicURL }
        return "http://\(address):\(port.load(ordering: .relaxed))"
    }

    /// Answers on a thread of its own, because the work list is read.
    private func answer(_ request: WebRequest, _ routed: RoutedRequest, _ settings: WebSettings) async throws
        -> WebAnswer
    {
        let count = underWay.add(1, ordering: .relaxed).newValue
        defer { underWay.subtract(1, ordering: .relaxed) }
        guard count <= Self.requestLimit else { throw WebError.busy(limit: Self.requestLimit) }
        let (gate, search, base) = (gate, search, url(settings) + WebRoute.base)
        return try await OwnedThread.run(name: "web") {
            let caller = try routed.route.scope.map { try gate.admit(request, $0) }
            switch routed.route.operation {
            case .capabilities: return Capabilities.answer
            case .search(let level): return try search.answer(request, level, routed.uids, caller, base: base)
            }
        }
    }

    /// Answers the question of a browser whether a page of another origin may ask (CORS); no credentials are sent with it.
    private func preflight(_ request: WebRequest) throws -> Response {
        var allowed = "GET, HEAD, OPTIONS"
        do { _ = try RoutedRequest(method: "OPTIONS", path: request.path) } catch WebError.method(let methods) {
            allowed = methods.joined(separator: ", ")
        }
        return Response(status: .noContent, headers: [.allow: allowed])
    }

    private static func response(_ answer: WebAnswer, from url: String) -> Response {
        var headers: HTTPFields = [.contentType: answer.contentType]
        for warning in answer.warnings {
            headers.append(.init(name: WebHeaders.warning, value: "299 \(url): \(warning)"))
        }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    /// An error as JSON: what failed, what to do, and the number under which the log has it.
    private static func response(to error: any OperatorError, status: Int, _ id: String) -> Response {
        var json = JSONText()
        json.object([
            ("status", .number(status)), ("error", .text(error.description)), ("hint", .text(error.hint)),
            ("request", .text(id)),
        ])
        return Response(
            status: .init(code: status), headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }

    private static func newID() -> String { String(UInt64.random(in: .min ... .max), radix: 16) }
}
