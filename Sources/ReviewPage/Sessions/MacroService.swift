import Hummingbird
import Review
import WebAccess
import WebServing
import WorkListDatabase

extension PageRoute {
    /// Macros of the user.
    static let macros: [PageRoute] = [
        PageRoute(
            "GET", "/api/macros", .roles(.reviewers), "the user's macros",
            .blocking { try MacroService($0).list($1) }),
        PageRoute(
            "PUT", "/api/macros/{name}", .roles(.reviewers), "save a macro",
            .blocking { try MacroService($0).save($1) }),
        PageRoute(
            "DELETE", "/api/macros/{name}", .roles(.reviewers), "remove a macro",
            .blocking { try MacroService($0).remove($1) }),
    ]
}

/// Manages the macros of the user who asks. All calls block.
private struct MacroService {
    private let parts: PageParts

    init(_ parts: PageParts) { self.parts = parts }

    private struct List: Encodable {
        let macros: [TextMacro]
    }

    private struct Body: Decodable {
        let text: String
    }

    func list(_ asked: PageRequest) throws -> Response {
        .json(List(macros: try parts.workList.textMacros(of: asked.signedInSession().user.login)))
    }

    func save(_ asked: PageRequest) throws -> Response {
        let body: Body = try asked.json()
        let macro = TextMacro(name: try asked.segment("name"), text: body.text)
        try parts.workList.save(macro, of: asked.signedInSession().user.login)
        return .json(macro)
    }

    func remove(_ asked: PageRequest) throws -> Response {
        try parts.workList.removeTextMacro(asked.segment("name"), of: asked.signedInSession().user.login)
        return Response(status: .noContent)
    }
}
