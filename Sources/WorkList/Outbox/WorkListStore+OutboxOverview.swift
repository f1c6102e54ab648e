import DICOMCore
package import FoundationEssentials
import GRDB

/// What waits for one destination, what it has, and what it will never get.
package struct OutboxDestination: Sendable, Codable, Equatable {
    package let destination: String
    /// In line, or being sent.
    package let waiting: Int
    package let deferred: Int
    package let failed: Int
    package let delivered: Int
    /// When the next deferred one is tried.
    package let nextAttempt: Date?
    /// Since when the oldest one that is neither delivered nor failed waits.
    package let oldestWaitingSince: Date?
    /// Of the latest deferred or failed one.
    package let lastReason: String?
}

/// One delivery as an administrator sees it: no patient names or ids.
package struct OutboxListing: Sendable, Codable, Equatable {
    package let id: Int64
    package let destination: String
    package let state: OutboxState
    package let attempt: Int
    package let sopInstanceUID: String
    package let sopClassUID: String
    /// When it is tried next, where it waits.
    package let notBefore: Date?
    /// Four hexadecimal digits, as PS3.7 Annex C writes them.
    package let status: String?
    package let reason: String?
    /// What the destination says of keeping it for good; nil where it has not been asked.
    package let commitment: OutboxCommitment?
    package let createdAt: Date
    package let changedAt: Date

    init(_ row: OutboxRow) {
        id = row.id
        destination = row.destination
        state = row.state
        attempt = row.attempt
        sopInstanceUID = row.instance.sopInstanceUID
        sopClassUID = row.instance.sopClassUID
        notBefore = row.state == .queued || row.state == .deferred ? row.notBefore : nil
        status = row.status.map { DIMSEStatus(rawValue: $0).description }
        reason = row.reason
        commitment = row.commitment
        createdAt = row.createdAt
        changedAt = row.changedAt
    }
}

extension WorkListStore {
    /// Every destination that ever was one, by name.
    package func outboxDestinations() throws -> [OutboxDestination] {
        try read { db in
            let groups = Dictionary(
                grouping: try Row.fetchAll(
                    db,
                    sql: """
                        SELECT destination, state, count(*) AS number, min(createdAt) AS oldest FROM outbox
                        GROUP BY destination, state
                        """)
            ) { $0["destination"] as String }
            return try groups.keys.sorted().map { destination in
                let states = Dictionary(
                    uniqueKeysWithValues: (groups[destination] ?? []).map { ($0["state"] as String, $0) })
                func count(_ state: OutboxState) -> Int { states[state.rawValue].map { $0["number"] } ?? 0 }
                let waiting: [OutboxState] = [.queued, .sending, .deferred]
                let oldest: [Int64] = waiting.compactMap { states[$0.rawValue]?["oldest"] }
                let next = try Int64.fetchOne(
                    db, sql: "SELECT min(notBefore) FROM outbox WHERE destination = ? AND state = 'deferred'",
                    arguments: [destination])
                let reason = try String.fetchOne(
                    db,
                    sql: """
                        SELECT reason FROM outbox WHERE destination = ? AND state IN ('deferred', 'failed')
                        ORDER BY changedAt DESC, id DESC LIMIT 1
                        """,
                    arguments: [destination])
                return OutboxDestination(
                    destination: destination, waiting: count(.queued) + count(.sending), deferred: count(.deferred),
                    failed: count(.failed), delivered: count(.delivered),
                    nextAttempt: next.map(Date.init(milliseconds:)),
                    oldestWaitingSince: oldest.min().map(Date.init(milliseconds:)), lastReason: reason)
            }
        }
    }

    /// Deliveries, the latest change first.
    ///
    /// - Parameters:
    ///   - states: those to list.
    ///   - destination: nil lists those of every destination.
    package func outboxListing(
        states: Set<OutboxState>, destination: String? = nil, limit: Int
    ) throws -> [OutboxListing] {
        let list = states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        return try read { db in
            try outboxRows(
                where: """
                    outbox.state IN (\(list)) AND outbox.destination = ifnull(?, outbox.destination)
                    ORDER BY outbox.changedAt DESC, outbox.id DESC LIMIT ?
                    """, [destination, limit], in: db
            ).map(OutboxListing.init)
        }
    }
}
