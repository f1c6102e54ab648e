import Hummingbird

typealias HTTPField = HTTPFields.Element

/// The headers that every answer has.
enum WebHeaders {
    /// RFC 9111 dropped it, but PS3.18 8.3.4 tells clients by it.
    static let warning = name("Warning")

    private static let fixed: HTTPFields = [
        .cacheControl: "no-store", .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
        name("X-Content-Type-Options"): "nosniff", name("Referrer-Policy"): "no-referrer",
        name("X-Frame-Options"): "DENY",
    ]
    private static let requestID = name("X-Request-ID")
    private static let resourcePolicy = name("Cross-Origin-Resource-Policy")

    /// Adds them; an allowed origin may read the answer, every other page may not.
    static func add(
        to headers: inout HTTPFields, _ origin: String?, _ settings: WebSettings, _ id: String
    ) {
        headers.append(contentsOf: fixed)
        headers[requestID] = id
        headers.append(.init(name: .vary, value: "Origin"))
        guard let origin, settings.origins.contains(origin) else {
            headers[resourcePolicy] = "same-origin"
            return
        }
        headers[resourcePolicy] = "cross-origin"
        headers[.accessControlAllowOrigin] = origin
        headers[.accessControlAllowMethods] = "GET, HEAD, POST, OPTIONS"
        headers[.accessControlAllowHeaders] = "Authorization, Accept, Content-Type, Range"
        headers[.accessControlExposeHeaders] = "Warning, X-Request-ID, Content-Range, Content-Location"
        headers[.accessControlMaxAge] = "600"
    }

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no name of a header") }
        return name
    }
}
