package import FoundationEssentials
import GRDB
import Review
package import WorkListDatabase

/// Columns of `password`.
private enum Columns: String, ColumnExpression {
    case hash, salt, rounds, blockSize, parallelism
}

extension WorkListStore {
    /// Returns the hash of a login's password; nil if it has none.
    func passwordHash(of login: String) throws -> PasswordHash? {
        try read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM password WHERE login = ?", arguments: [login]).map { row in
                try PasswordHash(
                    hash: Array(row[Columns.hash] as Data), salt: Array(row[Columns.salt] as Data),
                    cost: ScryptCost(
                        rounds: row[Columns.rounds], blockSize: row[Columns.blockSize],
                        parallelism: row[Columns.parallelism]))
            }
        }
    }

    /// Returns the logins that have a password.
    package func loginsWithPassword() throws -> Set<String> {
        try read { try String.fetchSet($0, sql: "SELECT login FROM password") }
    }

    /// Sets the password of a user; every session of the user ends.
    ///
    /// - Parameter actor: login of the person who sets it.
    /// - Throws: `ReviewError` if there is no such user.
    package func setPassword(
        _ hash: PasswordHash, of login: String, by actor: String, at now: Date = Date()
    ) throws {
        try write { db in
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM user WHERE login = ?", arguments: [login]) != nil else {
                throw ReviewError.noSuchUser(login)
            }
            try db.execute(
                sql: """
                    INSERT INTO password (login, hash, salt, rounds, blockSize, parallelism, changedAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (login) DO UPDATE SET hash = excluded.hash,
                    salt = excluded.salt, rounds = excluded.rounds, blockSize = excluded.blockSize,
                    parallelism = excluded.parallelism, changedAt = excluded.changedAt
                    """,
                arguments: [
                    login, Data(hash.hash), Data(hash.salt), hash.cost.rounds, hash.cost.blockSize,
                    hash.cost.parallelism, now.milliseconds,
                ])
            try db.execute(sql: "DELETE FROM session WHERE login = ?", arguments: [login])
            try Act.record(.passwordSet, by: actor, detail: ["login": login], at: now, in: db)
        }
    }

    /// Replaces the hash of a password by another one of the same password; no session ends.
    func replacePasswordHash(of login: String, _ old: PasswordHash, by new: PasswordHash) throws {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE password SET hash = ?, salt = ?, rounds = ?, blockSize = ?, parallelism = ?
                    WHERE login = ? AND hash = ?
                    """,
                arguments: [
                    Data(new.hash), Data(new.salt), new.cost.rounds, new.cost.blockSize, new.cost.parallelism, login,
                    Data(old.hash),
                ])
        }
    }
}
