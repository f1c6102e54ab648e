import DICOMCore
package import FoundationEssentials
import GRDB
import WorkListDatabase

extension WorkListStore {
    /// Returns all users, ordered by login.
    package func users() throws -> [User] {
        try read { try User.fetchAll($0, sql: "SELECT * FROM user ORDER BY login") }
    }

    /// Returns the user with this login, or nil.
    package func user(_ login: String) throws -> User? {
        try read { try Self.user(login, in: $0) }
    }

    /// - Parameter actor: login of the person who adds the user.
    /// - Throws: `ReviewError` when the login is taken or a report cannot contain a value.
    package func add(_ user: User, by actor: String, at now: Date = Date()) throws {
        try write { db in
            if let fault = user.fault { throw ReviewError.invalidUser(fault) }
            guard try Self.user(user.login, in: db) == nil else {
                throw ReviewError.loginTaken(user.login)
            }
            try db.execute(
                sql: """
                    INSERT INTO user (login, name, organization, codeValue, codingScheme, codeMeaning, role, isDisabled,
                        createdAt, changedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    user.login, user.name, user.organization, user.code?.value, user.code?.scheme, user.code?.meaning,
                    user.role.rawValue, user.isDisabled, now.milliseconds, now.milliseconds,
                ])
            try Act.record(
                .userAdded, by: actor, detail: ["login": user.login, "role": user.role.rawValue], at: now, in: db)
        }
    }

    /// Updates the name, organization, code, role and status of a user. Signed reports do not change.
    ///
    /// - Returns: the user as changed.
    /// - Throws: `ReviewError` when there is no such user or a report cannot contain a value.
    @discardableResult
    package func change(
        _ login: String, _ change: UserChange, by actor: String, at now: Date = Date()
    ) throws -> User {
        try write { db in
            guard let before = try Self.user(login, in: db) else { throw ReviewError.noSuchUser(login) }
            let user = change.applied(to: before)
            if let fault = user.fault { throw ReviewError.invalidUser(fault) }
            try db.execute(
                sql: """
                    UPDATE user SET name = ?, organization = ?, codeValue = ?, codingScheme = ?, codeMeaning = ?,
                        role = ?, isDisabled = ?, changedAt = ? WHERE login = ?
                    """,
                arguments: [
                    user.name, user.organization, user.code?.value, user.code?.scheme, user.code?.meaning,
                    user.role.rawValue, user.isDisabled, now.milliseconds, user.login,
                ])
            let changed = [
                ("name", before.name != user.name), ("organization", before.organization != user.organization),
                ("code", before.code != user.code), ("role", before.role != user.role),
                ("disabled", before.isDisabled != user.isDisabled),
            ].filter(\.1).map(\.0).joined(separator: " ")
            try Act.record(
                .userChanged, by: actor,
                detail: [
                    "login": user.login, "changed": changed, "role": user.role.rawValue,
                    "disabled": "\(user.isDisabled)",
                ], at: now, in: db)
            return user
        }
    }

    /// Removes a user. Signed reports keep the signer's name.
    ///
    /// - Throws: `ReviewError` when there is no such user.
    package func removeUser(_ login: String, by actor: String, at now: Date = Date()) throws {
        try write { db in
            guard try Self.user(login, in: db) != nil else { throw ReviewError.noSuchUser(login) }
            try db.execute(sql: "DELETE FROM user WHERE login = ?", arguments: [login])
            try Act.record(.userRemoved, by: actor, detail: ["login": login], at: now, in: db)
        }
    }

    static func user(_ login: String, in db: Database) throws -> User? {
        try User.fetchOne(db, sql: "SELECT * FROM user WHERE login = ?", arguments: [login])
    }

    /// Returns the user with this login if they may sign.
    ///
    /// - Throws: `ReviewError` when there is no such user or they may not sign.
    static func reviewer(_ login: String, in db: Database) throws -> Reviewer {
        guard let user = try user(login, in: db) else { throw ReviewError.noSuchUser(login) }
        guard user.role == .reviewer, !user.isDisabled else {
            throw ReviewError.notAReviewer(login, isDisabled: user.isDisabled)
        }
        return user.reviewer
    }
}
