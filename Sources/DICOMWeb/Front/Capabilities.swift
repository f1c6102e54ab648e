import Hummingbird
import WebServing

/// The resources of the listener as an OpenAPI document, made from the routes; PS3.18 8.9 has WADL, which no client reads.
enum Capabilities {
    private struct Document: Encodable {
        struct Info: Encodable {
            let title = "thoraxd: DICOMweb (PS3.18) and drafts"
            let version = "1"
        }
        struct Server: Encodable {
            let url: String
        }
        struct Components: Encodable {
            struct Scheme: Encodable {
                let type = "http"
                let scheme = "bearer"
            }
            let securitySchemes = ["token": Scheme()]
        }

        let openapi = "3.1.0"
        let info = Info()
        let servers: [Server]
        let components = Components()
        /// Operations by path and method.
        let paths: [String: [String: Operation]]
    }

    private struct Operation: Encodable {
        struct Parameter: Encodable {
            struct Schema: Encodable {
                let type = "string"
            }
            let name: String
            let `in` = "path"
            let required = true
            let schema = Schema()
        }
        struct Outcome: Encodable {
            struct Content: Encodable {
                let schema: DraftSchema
            }
            let description: String
            /// Schemas by media type, only for answers that are not of PS3.18.
            var content: [String: Content]?
        }

        let summary: String
        let parameters: [Parameter]
        let security: [[String: [String]]]
        let responses: [String: Outcome]

        init(_ route: WebRoute) {
            summary = route.summary + (route.scopeName.map { ", with a token of scope \($0)" } ?? "")
            parameters = route.names.map { Parameter(name: $0) }
            security = route.scope == nil ? [] : [["token": []]]
            responses = [
                "200": Outcome(
                    description: "what was asked for",
                    content: route.operation == .draft ? ["application/json": .init(schema: .draft)] : nil),
                "default": Outcome(description: "JSON with status, error, hint and request"),
            ]
        }
    }

    /// - Parameter base: the address of the resources.
    static func response(at base: String) -> Response {
        var paths: [String: [String: Operation]] = [:]
        for route in WebRoute.all {
            // OpenAPI has no rest of a path.
            let path = route.path.isEmpty ? "/" : route.path.replacing("...}", with: "}")
            paths[path, default: [:]][route.method.lowercased()] = Operation(route)
        }
        return .json(Document(servers: [.init(url: base)], paths: paths))
    }
}

extension WebRoute {
    /// The names in braces.
    fileprivate var names: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { name in
            String(name.dropFirst().dropLast(name.hasSuffix("...}") ? 4 : 1))
        }
    }
}
