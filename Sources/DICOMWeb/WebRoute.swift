package import WebAccess
package import WorkListDatabase

/// One resource that the web listener serves. Routing, capabilities and the conformance statement are made from `all`.
package struct WebRoute: Sendable {
    package enum Operation: Sendable, Equatable {
        /// The list of resources (PS3.18 8.9).
        case capabilities
        /// QIDO-RS at a level (PS3.18 10.6).
        case search(QueryLevel)
    }

    package let method: String
    /// Path below `base`; a segment in braces stands for a UID.
    package let path: String
    package let operation: Operation
    /// The scope that a token must have; nil for everybody.
    package let scope: AccessToken.Scope?
    package let summary: String

    /// The path that all resources have in common.
    package static let base = "/dicom-web"

    /// The resources of which a path may name one; the names in its error messages.
    package static let all: [WebRoute] = [
        WebRoute(method: "GET", path: "", operation: .capabilities, scope: nil, summary: "these resources, as JSON"),
        search("/studies", .study, "studies"),
        search("/series", .series, "series of all studies"),
        search("/instances", .image, "instances of all studies"),
        search("/studies/{study}/series", .series, "series of a study"),
        search("/studies/{study}/instances", .image, "instances of a study"),
        search("/studies/{study}/series/{series}/instances", .image, "instances of a series"),
    ]

    private static func search(_ path: String, _ level: QueryLevel, _ summary: String) -> WebRoute {
        WebRoute(method: "GET", path: path, operation: .search(level), scope: .read, summary: "search: \(summary)")
    }

    /// Matches the segments of a path below `base`.
    ///
    /// - Returns: the text of each segment in braces; nil if the path is another.
    func match(_ segments: [Substring]) -> [String: Substring]? {
        let template = path.split(separator: "/")
        guard template.count == segments.count else { return nil }
        var names: [String: Substring] = [:]
        for (expected, segment) in zip(template, segments) {
            if expected.hasPrefix("{") {
                names[String(expected.dropFirst().dropLast())] = segment
            } else if expected != segment {
                return nil
            }
        }
        return names
    }
}

/// A route and the UIDs in the path of a request.
struct RoutedRequest: Sendable {
    let route: WebRoute
    /// By the name in braces.
    let uids: [String: String]

    /// Finds the route of a path.
    ///
    /// - Throws: if there is none, it has other methods, or a UID is none.
    init(method: String, path: Substring) throws(WebError) {
        guard path == WebRoute.base || path.hasPrefix(WebRoute.base + "/") else { throw .noRoute }
        var segments = path.dropFirst(WebRoute.base.count).split(separator: "/", omittingEmptySubsequences: false)
        // The text before the first slash, and a slash at the end.
        if !segments.isEmpty { segments.removeFirst() }
        if segments.last?.isEmpty == true { segments.removeLast() }
        var allowed: [String] = []
        for route in WebRoute.all {
            guard let names = route.match(segments) else { continue }
            guard route.method == method else {
                allowed.append(route.method)
                continue
            }
            var uids: [String: String] = [:]
            for (name, text) in names {
                guard (1...64).contains(text.utf8.count),
                    text.utf8.allSatisfy({ $0 == 0x2E || (0x30...0x39).contains($0) })
                else { throw .notAUID(name) }
                uids[name] = String(text)
            }
            self.route = route
            self.uids = uids
            return
        }
        guard !allowed.isEmpty else { throw .noRoute }
        if allowed.contains("GET") { allowed.append("HEAD") }
        throw .method(allowed: allowed + ["OPTIONS"])
    }
}
