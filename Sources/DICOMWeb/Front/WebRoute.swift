package import WebAccess
import WebServing
package import WorkListDatabase

/// One resource that the web listener serves. Routing, capabilities and the conformance statement are made from `all`.
package struct WebRoute: RoutedResource {
    package enum Operation: Sendable, Equatable {
        /// The list of resources (PS3.18 8.9).
        case capabilities
        /// QIDO-RS at a level (PS3.18 10.6).
        case search(QueryLevel)
        /// WADO-RS (PS3.18 10.4).
        case retrieve(Resource)
        /// STOW-RS (PS3.18 10.5).
        case store
        /// The draft of a study, a resource of our own.
        case draft
    }

    /// The part of a study, series or instance that is retrieved.
    package enum Resource: Sendable, Equatable {
        case objects, metadata, frames, bulkDatum, bulkData, pixelData, rendered, thumbnail
    }

    package let method: String
    /// Path below `base`; a segment in braces stands for a text, one that ends with `...` for all that follow.
    package let path: String
    package let operation: Operation
    /// The scope that a token must have; nil if no token is needed.
    package let scope: AccessToken.Scope?
    package let summary: String

    /// The scope as `thoraxctl tokens add` takes it; nil if no token is needed.
    package var scopeName: String? { scope?.rawValue }

    /// The path that all resources have in common.
    package static let base = "/dicom-web"

    private static let study = "/studies/{study}"
    private static let series = "\(study)/series/{series}"
    private static let instance = "\(series)/instances/{instance}"

    package static let all: [WebRoute] =
        [WebRoute(method: "GET", path: "", operation: .capabilities, scope: nil, summary: "these resources, as JSON")]
        + [
            search("/studies", .study, "studies"), search("/series", .series, "series of all studies"),
            search("/instances", .image, "instances of all studies"),
            search("\(study)/series", .series, "series of a study"),
            search("\(study)/instances", .image, "instances of a study"),
            search("\(series)/instances", .image, "instances of a series"),
        ]
        + [(study, "a study"), (series, "a series"), (instance, "an instance")].flatMap { path, name in
            [
                retrieve(path, .objects, "the objects of \(name)"),
                retrieve("\(path)/metadata", .metadata, "the data sets of \(name) without bulk data"),
                retrieve("\(path)/bulkdata", .bulkData, "all bulk data of \(name)"),
                retrieve("\(path)/pixeldata", .pixelData, "the pixel data of \(name)"),
                retrieve("\(path)/rendered", .rendered, "the images or reports of \(name), for people to read"),
                retrieve("\(path)/thumbnail", .thumbnail, "a small picture of \(name)"),
            ]
        }
        + [
            retrieve("\(instance)/frames/{frames}", .frames, "frames of an instance, by their numbers"),
            retrieve("\(instance)/frames/{frames}/rendered", .rendered, "frames of an instance, for people to read"),
            retrieve("\(instance)/frames/{frames}/thumbnail", .thumbnail, "a small picture of a frame"),
            retrieve("\(instance)/bulkdata/{value...}", .bulkDatum, "one value of an instance, or a range of it"),
            store("/studies", "instances"), store(study, "instances of one study"),
            WebRoute(
                method: "GET", path: "\(study)/draft", operation: .draft, scope: .read,
                summary: "the draft of a study and its verdict, as JSON of our own"),
        ]

    private static func search(_ path: String, _ level: QueryLevel, _ summary: String) -> WebRoute {
        WebRoute(method: "GET", path: path, operation: .search(level), scope: .read, summary: "search: \(summary)")
    }

    private static func retrieve(_ path: String, _ resource: Resource, _ summary: String) -> WebRoute {
        WebRoute(
            method: "GET", path: path, operation: .retrieve(resource), scope: .read, summary: "retrieve: \(summary)")
    }

    private static func store(_ path: String, _ summary: String) -> WebRoute {
        WebRoute(method: "POST", path: path, operation: .store, scope: .store, summary: "store: \(summary)")
    }
}
