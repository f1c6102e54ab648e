import WebAccess

/// The resources of the listener as JSON; PS3.18 8.9 has WADL, which no client reads.
enum Capabilities {
    static let answer: WebAnswer = {
        var json = JSONText()
        json.raw("{\"resources\":[")
        for (number, route) in WebRoute.all.enumerated() {
            if number > 0 { json.raw(",") }
            json.object([
                ("method", .text(route.method)), ("path", .text(WebRoute.base + route.path)),
                ("scope", .text(route.scope?.rawValue ?? "none")), ("summary", .text(route.summary)),
            ])
        }
        json.raw("]}")
        return WebAnswer(body: json.bytes)
    }()
}
