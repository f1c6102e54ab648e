import Hummingbird
import WebAccess

/// The resources of the listener as JSON; PS3.18 8.9 has WADL, which no client reads.
enum Capabilities {
    private struct Body: Encodable {
        struct Resource: Encodable {
            let method: String
            let path: String
            let scope: String
            let summary: String
        }

        let resources: [Resource]
    }

    static var response: Response {
        .json(
            Body(
                resources: WebRoute.all.map { route in
                    .init(
                        method: route.method, path: WebRoute.base + route.path,
                        scope: route.scope?.rawValue ?? "none", summary: route.summary)
                }))
    }
}
