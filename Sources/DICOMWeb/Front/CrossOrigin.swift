import Hummingbird
import WebServing

/// Lets pages of the configured origins read DICOMweb (CORS). A viewer often comes from another origin.
enum CrossOrigin {
    private static let resourcePolicy = HTTPField.Name.named("Cross-Origin-Resource-Policy")

    /// An allowed origin may read the answer, every other page may not.
    static func allow(_ origin: String?, in headers: inout HTTPFields, _ settings: WebSettings) {
        headers.append(.init(name: .vary, value: "Origin"))
        guard let origin, settings.origins.contains(origin) else { return }
        headers[resourcePolicy] = "cross-origin"
        headers[.accessControlAllowOrigin] = origin
        headers[.accessControlAllowMethods] = "GET, HEAD, POST, OPTIONS"
        headers[.accessControlAllowHeaders] =
            "Authorization, Accept, Content-Type, Range, If-Range, If-None-Match"
        headers[.accessControlExposeHeaders] =
            "Warning, X-Request-ID, Retry-After, Content-Range, Accept-Ranges, ETag, Content-Location"
        headers[.accessControlMaxAge] = "600"
    }
}
