import FoundationEssentials
import GRDB

/// Columns of `caller`.
private enum Columns: String, ColumnExpression {
    case callingAETitle, address, firstSeenAt, calledAETitle, implementation, peer, lastSeenAt, accepted
    case refused, stored, refusal, refusedAt, asked, needed
}

extension WorkListStore {
    /// Limits on stored callers: unknown callers per address, so that one address that invents titles does not displace
    /// the others; unknown callers in total; and callers that are configured peers. The most recently seen are kept.
    package static let unknownCallersOfOneAddress = 16
    package static let unknownCallerLimit = 256
    package static let knownCallerLimit = 1024

    /// Adds the counts since the last call to the stored callers.
    package func add(_ callers: [Caller]) throws {
        guard !callers.isEmpty else { return }
        try write { db in
            for caller in callers { try Self.add(caller, in: db) }
            try db.execute(
                sql: """
                    DELETE FROM caller WHERE id IN (
                        SELECT id FROM (
                            SELECT id, peer,
                                row_number() OVER (PARTITION BY address, peer IS NULL ORDER BY lastSeenAt DESC, id DESC)
                                    AS ofAddress,
                                row_number() OVER (PARTITION BY peer IS NULL ORDER BY lastSeenAt DESC, id DESC) AS ofAll
                            FROM caller)
                        WHERE (peer IS NULL AND (ofAddress > ? OR ofAll > ?)) OR ofAll > ?)
                    """,
                arguments: [Self.unknownCallersOfOneAddress, Self.unknownCallerLimit, Self.knownCallerLimit])
        }
    }

    private static func add(_ caller: Caller, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO caller (callingAETitle, address, calledAETitle, implementation, peer, firstSeenAt,
                    lastSeenAt, accepted, refused, stored, refusal, refusedAt, asked, needed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (callingAETitle, address) DO UPDATE SET
                    calledAETitle = iif(excluded.calledAETitle = '', calledAETitle, excluded.calledAETitle),
                    implementation = iif(excluded.calledAETitle = '', implementation, excluded.implementation),
                    peer = excluded.peer, lastSeenAt = excluded.lastSeenAt, accepted = accepted + excluded.accepted,
                    refused = refused + excluded.refused, stored = stored + excluded.stored,
                    refusal = coalesce(excluded.refusal, refusal), refusedAt = coalesce(excluded.refusedAt, refusedAt),
                    asked = iif(excluded.asked = '[]', asked, excluded.asked),
                    needed = iif(excluded.asked = '[]', needed, excluded.needed)
                """,
            arguments: [
                caller.callingAETitle, caller.address, caller.calledAETitle, caller.implementation, caller.peer,
                caller.firstSeenAt.milliseconds, caller.lastSeenAt.milliseconds, caller.accepted, caller.refused,
                caller.stored, caller.refusal, caller.refusedAt?.milliseconds, try json(caller.asked),
                try json(caller.needed),
            ])
    }

    /// Returns all callers, last seen first.
    package func callers() throws -> [Caller] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM caller ORDER BY lastSeenAt DESC, id DESC").map { row in
                var caller = Caller(
                    callingAETitle: row[Columns.callingAETitle], address: row[Columns.address],
                    at: Date(milliseconds: row[Columns.firstSeenAt]))
                caller.calledAETitle = row[Columns.calledAETitle]
                caller.implementation = row[Columns.implementation]
                caller.peer = row[Columns.peer]
                caller.lastSeenAt = Date(milliseconds: row[Columns.lastSeenAt])
                caller.accepted = row[Columns.accepted]
                caller.refused = row[Columns.refused]
                caller.stored = row[Columns.stored]
                caller.refusal = row[Columns.refusal]
                caller.refusedAt = (row[Columns.refusedAt] as Int64?).map(Date.init(milliseconds:))
                caller.asked = try JSONDecoder().decode([String].self, from: row[Columns.asked])
                caller.needed = try JSONDecoder().decode([String].self, from: row[Columns.needed])
                return caller
            }
        }
    }

    private static func json(_ texts: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
    }
}
