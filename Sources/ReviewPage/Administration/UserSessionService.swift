import Foundation
import Hummingbird
import Review
import WebAccess
import WebServing
import WorkListDatabase

/// Lists and ends sessions of users for administrators. All calls block.
struct UserSessionService {
    private let parts: PageParts

    init(_ parts: PageParts) { self.parts = parts }

    private struct View: Encodable {
        let id: Int64
        let login: String
        let name: String
        let role: User.Role
        let address: String
        let startedAt: Date
        let usedAt: Date
        let endsAt: Date
        /// Whether this is the session of the caller.
        let own: Bool
    }

    private struct List: Encodable {
        let sessions: [View]
    }

    func list(_ asked: PageRequest) throws -> Response {
        .json(
            List(
                sessions: try parts.workList.sessions().map { session in
                    View(
                        id: session.id, login: session.user.login, name: session.user.name, role: session.user.role,
                        address: session.address, startedAt: session.startedAt, usedAt: session.usedAt,
                        endsAt: session.endsAt, own: session.id == asked.session?.id)
                }))
    }

    func end(_ asked: PageRequest) throws -> Response {
        guard let id = Int64(asked.text("id")) else { throw WebError.place("id", expected: "a number") }
        try parts.workList.endSession(id, by: asked.signedInSession().user.login)
        return Response(status: .noContent)
    }
}
