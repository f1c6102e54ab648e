package import Hummingbird

/// Checks that a request that changes something comes from the page itself, and not from a page of another site in a browser
/// that has our cookie (CSRF).
package enum SameOrigin {
    private static let fetchSite = HTTPField.Name.named("Sec-Fetch-Site")
    private static let own = HTTPField.Name.named("X-Thoraxd")

    /// - Throws: `WebError.crossSite` if the request may not change anything.
    package static func check(_ request: WebRequest) throws(WebError) {
        let headers = request.headers
        // Pages of other sites can send neither without a preflight request, which is never allowed.
        let type = headers[.contentType]?.prefix { $0 != ";" && $0 != " " }
        guard type?.lowercased() == "application/json", headers[own] == "1" else {
            throw .crossSite("Content-Type: application/json or X-Thoraxd: 1 is missing")
        }
        if let site = headers[fetchSite] {
            guard site == "same-origin" else { throw .crossSite("Sec-Fetch-Site says so") }
            return
        }
        guard let origin = headers[.origin], isOurs(origin, request) else {
            throw .crossSite("Sec-Fetch-Site is missing, and Origin is not this site")
        }
    }

    /// Whether a request for something to read was made by a page of another site.
    package static func isOfOtherSite(_ headers: HTTPFields) -> Bool {
        headers[fetchSite].map { $0 != "same-origin" && $0 != "none" } ?? false
    }

    /// The origin of the public address, or of the host that the request names, which has been checked.
    private static func isOurs(_ origin: String, _ request: WebRequest) -> Bool {
        let scheme = request.base.prefix { $0 != ":" }
        let host = request.base.dropFirst(scheme.count + 3).prefix { $0 != "/" }
        return origin.lowercased() == "\(scheme)://\(host)".lowercased()
            || origin.lowercased() == "http://\(request.authority)".lowercased()
    }
}
