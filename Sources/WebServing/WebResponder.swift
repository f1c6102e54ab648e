import Auditing
import Hummingbird
import Logging
import OperatorErrors
import Synchronization

/// Answers every request by the front that has its path. It wraps everything else, so that every answer, also one to an error,
/// has the common headers, and every error the same form of body.
final class WebResponder: HTTPResponder {
    typealias Context = WebContext

    /// Requests that are worked on at a time.
    private let places = RequestPlaces(64)

    private let fronts: [any WebFront]
    private let settings: CurrentWebSettings
    private let audit: AuditInbox
    /// Scheme and host of the listener.
    private let origin: String
    private let isSecure: Bool
    private let port = Atomic(0)
    private let logger: Logger

    /// - Parameters:
    ///   - fronts: the first that has a path answers it.
    ///   - address: the listener's own, for clients where no public one is configured.
    ///   - isSecure: whether it speaks TLS.
    init(
        _ fronts: [any WebFront], settings: CurrentWebSettings, audit: AuditInbox, address: String, isSecure: Bool,
        logger: Logger
    ) {
        self.fronts = fronts
        self.audit = audit
        self.settings = settings
        self.isSecure = isSecure
        origin = (isSecure ? "https://" : "http://") + (address.contains(":") ? "[\(address)]" : address)
        self.logger = logger
    }

    func respond(to request: Request, context: WebContext) async -> Response {
        let settings = settings.value
        let id = String(UInt64.random(in: .min ... .max), radix: 16)
        var response: Response
        var front: (any WebFront)?
        var route: String?
        do {
            let asked = try WebRequest(request, from: context.address, settings, base: base(settings))
            front = fronts.first { $0.has(asked.path) }
            response = try await answer(asked, request.body, front) { route = $0 }
        } catch {
            let error = error.asOperatorError
            if case SignInError.notAProxy = error {
                audit.add(.notAuthenticated(address: context.address, reason: error.description))
            }
            response = ErrorAnswer.response(to: error, request: id)
            if response.status.kind == .serverError {
                logger.warning("request refused: \(error)", metadata: ["request": "\(id)"])
            }
        }
        front?.complete(&response.headers, asked: request.headers, settings)
        WebHeaders.add(to: &response.headers, id)
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        if response.status == .serviceUnavailable { response.headers[.retryAfter] = "1" }
        // Without the query: it may have the name or the ID of a patient.
        logger.debug(
            "answered",
            metadata: [
                "request": "\(id)", "method": "\(request.method)", "route": "\(route ?? "none")",
                "status": "\(response.status.code)",
            ])
        response.compress(for: request.headers)
        guard request.method != .head else {
            var head = response.createHeadResponse()
            // An empty body has a length of its own; the header must say that of the body that GET sends, if it is known.
            head.headers[.contentLength] = response.headers[.contentLength]
            return head
        }
        return response
    }

    /// Called when the listener has its port.
    func listens(on port: Int) { self.port.store(port, ordering: .relaxed) }

    private func base(_ settings: WebSettings) -> String {
        let own = "\(origin):\(port.load(ordering: .relaxed))"
        return settings.publicURL.isEmpty ? own : settings.publicURL
    }

    private func answer(
        _ request: WebRequest, _ body: RequestBody, _ front: (any WebFront)?, found: (String) -> Void
    ) async throws -> Response {
        guard let front else { throw WebError.noRoute }
        try places.take()
        defer { places.leave() }
        return try await front.respond(to: request, body, found: found)
    }
}
