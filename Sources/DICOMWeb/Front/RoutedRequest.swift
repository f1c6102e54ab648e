import DICOMCore

/// A route and what the path of a request says of it.
struct RoutedRequest: Sendable {
    let route: WebRoute
    /// The texts in the path by the names in the route; those of studies, series and instances are UIDs.
    let texts: [String: String]

    private static let uids: Set<String> = ["study", "series", "instance"]

    /// Finds the route of a path.
    ///
    /// - Throws: `WebError` if no route has this path, if none of those that do has this method, or if a UID is not valid.
    init(method: String, path: Substring) throws(WebError) {
        guard path == WebRoute.base || path.hasPrefix(WebRoute.base + "/") else { throw .noRoute }
        var segments = path.dropFirst(WebRoute.base.count).split(separator: "/", omittingEmptySubsequences: false)
        // The text before the first slash, and a slash at the end.
        if !segments.isEmpty { segments.removeFirst() }
        if segments.last?.isEmpty == true { segments.removeLast() }
        var allowed: [String] = []
        for route in WebRoute.all {
            guard let texts = route.match(segments) else { continue }
            guard route.method == method else {
                allowed.append(route.method)
                continue
            }
            for (name, text) in texts where Self.uids.contains(name) && UID(text) == nil {
                throw .place(name, expected: "a UID of 1 to 64 digits and periods")
            }
            self.route = route
            self.texts = texts
            return
        }
        guard !allowed.isEmpty else { throw .noRoute }
        if allowed.contains("GET") { allowed.append("HEAD") }
        throw .method(allowed: allowed + ["OPTIONS"])
    }
}
