import DICOMCore
package import FoundationEssentials
import GRDB
import WorkListDatabase

/// The number of pending, delivered and failed objects of one destination.
package struct OutboxDestination: Sendable, Codable, Equatable {
    package let destination: String
    /// Queued or being sent.
    package let waiting: Int
    package let deferred: Int
    package let failed: Int
    package let delivered: Int
    /// When the next deferred object is retried.
    package let nextAttempt: Date?
    /// When the oldest object that is neither delivered nor failed was queued.
    package let oldestWaitingSince: Date?
    /// Reason of the latest deferred or failed object.
    package let lastReason: String?
}

/// One delivery as shown to an administrator, without patient names or ids.
package struct OutboxListing: Sendable, Codable, Equatable {
    package let id: Int64
    package let destination: String
    package let state: OutboxState
    package let attempt: Int
    package let sopInstanceUID: String
    package let sopClassUID: String
    package let studyInstanceUID: String
    package private(set) var accessionNumber: String?
    /// The form of a report, such as basic-text-sr; nil for another object.
    package private(set) var form: String?
    /// Time of the next attempt if the delivery is pending.
    package let notBefore: Date?
    /// Four hexadecimal digits, as PS3.7 Annex C writes them.
    package let status: String?
    package let reason: String?
    /// Whether the destination has committed to the object; nil if it has not been asked.
    package let commitment: OutboxCommitment?
    package let createdAt: Date
    package let changedAt: Date

    package init(_ row: OutboxRow) {
        id = row.id
        destination = row.destination
        state = row.state
        attempt = row.attempt
        sopInstanceUID = row.instance.sopInstanceUID
        sopClassUID = row.instance.sopClassUID
        studyInstanceUID = row.instance.studyInstanceUID
        notBefore = row.state == .queued || row.state == .deferred ? row.notBefore : nil
        status = row.status.map { DIMSEStatus(rawValue: $0).description }
        reason = row.reason
        commitment = row.commitment
        createdAt = row.createdAt
        changedAt = row.changedAt
    }

    /// This delivery with the form of its object and the accession number of its study.
    fileprivate func described(in db: Database) throws -> OutboxListing {
        var listing = self
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT study.accessionNumber,
                        coalesce((SELECT form FROM draftDocument WHERE instanceRow = instance.id),
                            (SELECT form FROM reviewDocument WHERE instanceRow = instance.id)) AS form
                    FROM instance JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
                    WHERE instance.sopInstanceUID = ?
                    """), arguments: [sopInstanceUID])
        listing.accessionNumber = row?["accessionNumber"]
        listing.form = row?["form"]
        return listing
    }
}

/// The number of deliveries to one destination in one state, maintained by the schema.
private struct OutboxCount: FetchableRecord, Decodable {
    let destination: String
    let state: String
    let number: Int
}

extension WorkListStore {
    /// Every destination that has rows in the outbox, sorted by name.
    package func outboxDestinations() throws -> [OutboxDestination] {
        try read { db in
            let counts = Dictionary(
                grouping: try OutboxCount.fetchAll(db, sql: "SELECT * FROM outboxCount WHERE number > 0"),
                by: \.destination)
            return try counts.keys.sorted().map { destination in
                func count(_ state: OutboxState) -> Int {
                    counts[destination]?.first { $0.state == state.rawValue }?.number ?? 0
                }
                let oldest = try Int64.fetchOne(
                    db,
                    sql: """
                        SELECT min(createdAt) FROM (
                            SELECT min(createdAt) AS createdAt FROM outbox WHERE destination = ?1 AND state = 'queued'
                            UNION ALL SELECT min(createdAt) FROM outbox WHERE destination = ?1 AND state = 'sending'
                            UNION ALL SELECT min(createdAt) FROM outbox WHERE destination = ?1 AND state = 'deferred')
                        """,
                    arguments: [destination])
                let next = try Int64.fetchOne(
                    db, sql: "SELECT min(notBefore) FROM outbox WHERE destination = ? AND state = 'deferred'",
                    arguments: [destination])
                let reason = try String.fetchOne(
                    db,
                    sql: """
                        SELECT reason FROM (
                            SELECT * FROM (SELECT reason, changedAt, id FROM outbox
                                WHERE destination = ?1 AND state = 'failed' ORDER BY changedAt DESC, id DESC LIMIT 1)
                            UNION ALL
                            SELECT * FROM (SELECT reason, changedAt, id FROM outbox
                                WHERE destination = ?1 AND state = 'deferred' ORDER BY changedAt DESC, id DESC LIMIT 1))
                        ORDER BY changedAt DESC, id DESC LIMIT 1
                        """,
                    arguments: [destination])
                return OutboxDestination(
                    destination: destination, waiting: count(.queued) + count(.sending), deferred: count(.deferred),
                    failed: count(.failed), delivered: count(.delivered),
                    nextAttempt: next.map(Date.init(milliseconds:)),
                    oldestWaitingSince: oldest.map(Date.init(milliseconds:)), lastReason: reason)
            }
        }
    }

    /// Deliveries, latest change first.
    ///
    /// - Parameters:
    ///   - states: the states to list.
    ///   - destination: the destination to list; nil lists all.
    package func outboxListing(
        states: Set<OutboxState>, destination: String? = nil, limit: Int
    ) throws -> [OutboxListing] {
        try read { db in
            // Merges the first rows of each destination and state, each read in index order.
            let destinations =
                try destination.map { [$0] }
                ?? String.fetchAll(db, sql: "SELECT DISTINCT destination FROM outboxCount")
            let rows = try destinations.flatMap { destination in
                try states.flatMap { state in
                    try jobs(
                        JobQuery<OutboxRow>(
                            "outbox.destination = ? AND outbox.state = ?", [destination, state.rawValue],
                            orderedBy: "outbox.changedAt DESC, outbox.id DESC"),
                        limit: limit, in: db)
                }
            }
            return try rows.sorted { ($0.changedAt, $0.id) > ($1.changedAt, $1.id) }.prefix(limit)
                .map { try OutboxListing($0).described(in: db) }
        }
    }
}
