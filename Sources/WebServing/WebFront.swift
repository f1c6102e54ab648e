package import Hummingbird

/// A part of what the web listener serves: the resources below one path.
package protocol WebFront: Sendable {
    associatedtype Route: RoutedResource

    /// The path that all its resources have in common, without a slash at its end; empty for every path that no other front has.
    static var base: String { get }
    static var routes: [Route] { get }

    func answer(
        _ routed: RoutedRequest<Route>, _ request: WebRequest, _ body: RequestBody
    ) async throws -> Response

    /// Adds headers that all answers of this front have, also those to errors.
    ///
    /// - Parameter asked: the headers of the request.
    func complete(_ headers: inout HTTPFields, asked: HTTPFields, _ settings: WebSettings)
}

extension WebFront {
    func has(_ path: Substring) -> Bool { path == Self.base || path.hasPrefix(Self.base + "/") }

    /// Answers a request, if a route has its path and its method.
    ///
    /// - Parameter found: called with the path of the route.
    func respond(
        to request: WebRequest, _ body: RequestBody, found: (String) -> Void
    ) async throws -> Response {
        if request.method == "OPTIONS" { return try options(of: request) }
        let routed = try RoutedRequest(
            method: request.method, path: request.path, below: Self.base, in: Self.routes)
        found(Self.base + routed.route.path)
        return try await answer(routed, request, body)
    }

    /// Answers with the methods of a path; browsers ask for them before they let a page of another origin ask (CORS).
    private func options(of request: WebRequest) throws(WebError) -> Response {
        var allowed = ["GET", "HEAD", "OPTIONS"]
        do {
            _ = try RoutedRequest(method: "OPTIONS", path: request.path, below: Self.base, in: Self.routes)
        } catch {
            guard case .method(let methods) = error else { throw error }
            allowed = methods
        }
        return Response(status: .noContent, headers: [.allow: allowed.joined(separator: ", ")])
    }
}
