import Foundation
import Hummingbird
import Review
import WebAccess
import WebServing
import WorkListDatabase

/// Manages users for administrators. Changes are recorded as the same acts as those of `thoraxctl users`. All calls block.
struct UserService {
    private let parts: PageParts

    init(_ parts: PageParts) { self.parts = parts }

    private struct View: Encodable {
        let login: String
        let name: String
        let organization: String
        let role: User.Role
        let disabled: Bool
        let hasPassword: Bool
        let sessions: Int
    }

    private struct List: Encodable {
        let users: [View]
    }

    func list(_ asked: PageRequest) throws -> Response {
        let withPassword = try parts.workList.loginsWithPassword()
        let sessions = Dictionary(grouping: try parts.workList.sessions(), by: \.user.login)
        return .json(
            List(
                users: try parts.workList.users().map { user in
                    View(
                        login: user.login, name: user.name, organization: user.organization, role: user.role,
                        disabled: user.isDisabled, hasPassword: withPassword.contains(user.login),
                        sessions: sessions[user.login]?.count ?? 0)
                }))
    }

    private struct Addition: Decodable {
        let login: String
        let name: String
        let organization: String
        let role: User.Role
        let password: String?
    }

    func add(_ asked: PageRequest) throws -> Response {
        let addition: Addition = try asked.json()
        let actor = try asked.signedInSession().user.login
        // Hashed first: a refused password must not leave a user without one.
        let hash = try addition.password.map { try parts.sessions.hash($0, for: addition.login) }
        try parts.workList.add(
            User(
                login: addition.login, name: addition.name, organization: addition.organization, role: addition.role),
            by: actor)
        if let hash { try parts.workList.setPassword(hash, of: addition.login, by: actor) }
        return try list(asked)
    }

    private struct Change: Decodable {
        let name: String?
        let organization: String?
        let role: User.Role?
        let disabled: Bool?
        let password: String?
    }

    func change(_ asked: PageRequest) throws -> Response {
        let change: Change = try asked.json()
        let login = try asked.segment("login")
        let actor = try asked.signedInSession().user.login
        // Administrators could not undo this on the page.
        guard login != actor || change.role == nil && change.disabled != true else { throw OwnAccount() }
        let hash = try change.password.map { try parts.sessions.hash($0, for: login) }
        var rows = UserChange()
        rows.name = change.name
        rows.organization = change.organization
        rows.role = change.role
        rows.isDisabled = change.disabled
        if !rows.isEmpty { try parts.workList.change(login, rows, by: actor) }
        if let hash { try parts.workList.setPassword(hash, of: login, by: actor) }
        return try list(asked)
    }

    func remove(_ asked: PageRequest) throws -> Response {
        let login = try asked.segment("login")
        let actor = try asked.signedInSession().user.login
        guard login != actor else { throw OwnAccount() }
        try parts.workList.removeUser(login, by: actor)
        return Response(status: .noContent)
    }
}
