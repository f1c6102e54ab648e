import DICOMCore

/// A route and the variable texts of a request's path.
package struct RoutedRequest<Route: RoutedResource>: Sendable {
    package let route: Route
    /// The texts in the path by the names in the route; those of studies, series and instances are UIDs.
    package let texts: [String: String]

    private static var uids: Set<String> { ["study", "series", "instance"] }

    /// Finds the route of a path below a base.
    ///
    /// - Throws: `WebError` if no route has this path, if the routes with this path have other methods, or if a UID is invalid.
    package init(method: String, path: Substring, below base: String, in routes: [Route]) throws(WebError) {
        var segments = path.dropFirst(base.count).split(separator: "/", omittingEmptySubsequences: false)
        // The text before the first slash, and a slash at the end.
        if !segments.isEmpty { segments.removeFirst() }
        if segments.last?.isEmpty == true { segments.removeLast() }
        var allowed: [String] = []
        for route in routes {
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
