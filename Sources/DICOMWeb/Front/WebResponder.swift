import Hummingbird
import Logging
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

    struct Services: Sendable {
        let search: SearchService
        let retrieve: RetrieveService
        let store: StoreService
        let draft: DraftService
    }

    private let settings: CurrentWebSettings
    private let gate: WebGate
    private let services: Services
    private let address: String
    private let port = Atomic(0)
    private let logger: Logger
    private let underWay = Atomic(0)

    /// - Parameter address: the listener's own, for clients where no public one is configured.
    init(settings: CurrentWebSettings, gate: WebGate, services: Services, address: String, logger: Logger) {
        self.settings = settings
        self.gate = gate
        self.services = services
        self.address = address.contains(":") ? "[\(address)]" : address
        self.logger = logger
    }

    func respond(to request: Request, context: WebContext) async -> Response {
        let settings = settings.value
        let id = String(UInt64.random(in: .min ... .max), radix: 16)
        var response: Response
        var route: WebRoute?
        do {
            let asked = try WebRequest(request, from: context.address, settings)
            if asked.method == "OPTIONS" {
                response = try Self.preflight(asked)
            } else {
                let routed = try RoutedRequest(method: asked.method, path: asked.path)
                route = routed.route
                response = try await answer(asked, routed, request.body, base: base(settings))
            }
        } catch {
            let error = error.asOperatorError
            response = ErrorAnswer.response(to: error, request: id)
            if response.status.kind == .serverError {
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
        guard request.method != .head else { return response.createHeadResponse() }
        response.compress(for: request.headers)
        return response
    }

    /// Called when the listener has its port.
    func listens(on port: Int) { self.port.store(port, ordering: .relaxed) }

    private func base(_ settings: WebSettings) -> String {
        let own = "http://\(address):\(port.load(ordering: .relaxed))"
        return (settings.publicURL.isEmpty ? own : settings.publicURL) + WebRoute.base
    }

    private func answer(
        _ request: WebRequest, _ routed: RoutedRequest, _ body: RequestBody, base: String
    ) async throws -> Response {
        guard let scope = routed.route.scope else { return Capabilities.response(at: base) }
        let count = underWay.add(1, ordering: .relaxed).newValue
        defer { underWay.subtract(1, ordering: .relaxed) }
        guard count <= Self.requestLimit else { throw WebError.busy(limit: Self.requestLimit) }

        /// Runs on a thread of its own, because the work list and files are read.
        @Sendable func admitted<Answer: Sendable>(
            _ answer: @escaping @Sendable (Asked) throws -> Answer
        ) async throws -> Answer {
            try await OwnedThread.run(name: "web") { [gate] in
                try answer(
                    Asked(request, routed.texts, by: try gate.admit(request, scope), base: base))
            }
        }
        let services = services
        switch routed.route.operation {
        case .capabilities: return Capabilities.response(at: base)
        case .search(let level): return try await admitted { try services.search.answer($0, level) }
        case .retrieve(let resource): return try await admitted { try services.retrieve.answer($0, resource) }
        case .draft: return try await admitted { try services.draft.answer($0) }
        case .store: return try await services.store.answer(try await admitted { $0 }, body)
        }
    }

    /// Answers the question of a browser whether a page of another origin may ask (CORS); no credentials are sent with it.
    private static func preflight(_ request: WebRequest) throws -> Response {
        var allowed = "GET, HEAD, OPTIONS"
        do { _ = try RoutedRequest(method: "OPTIONS", path: request.path) } catch WebError.method(let methods) {
            allowed = methods.joined(separator: ", ")
        }
        return Response(status: .noContent, headers: [.allow: allowed])
    }
}
