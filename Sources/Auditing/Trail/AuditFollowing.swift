import FoundationEssentials
import GRDB
package import WorkListDatabase

/// Reads the rows after the trail's marks in the tables that it follows, in the transaction that extends the trail.
struct AuditFollowing {
    let db: Database
    let source: AuditSource
    /// Maximum number of rows to read per table.
    let limit: Int

    /// Events of one table and the last row that they cover; nil when there is no new row.
    typealias Part = (events: [AuditEvent], last: Int64)

    /// The tables to follow, each with the function that turns its new rows into events.
    static let tables: [(mark: AuditMark, read: @Sendable (AuditFollowing, Int64) throws -> Part?)] = [
        (.act, { try $0.acts(after: $1) }), (.instance, { try $0.instances(after: $1) }),
        (.outboxHistory, { try $0.deliveries(after: $1) }), (.quarantine, { try $0.quarantined(after: $1) }),
    ]

    /// Returns the last row of a table in the next batch.
    private func last(of table: String, after row: Int64) throws -> Int64? {
        try Int64.fetchOne(
            db, sql: "SELECT max(id) FROM (SELECT id FROM \(table) WHERE id > ? ORDER BY id LIMIT ?)",
            arguments: [row, limit])
    }

    private func acts(after row: Int64) throws -> Part? {
        guard let last = try last(of: "act", after: row) else { return nil }
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM act WHERE id > ? AND id <= ? ORDER BY id", arguments: [row, last])
        return (try rows.map(event(ofAct:)), last)
    }

    /// Returns the event of an act. An act that this program cannot read is recorded as such, and once as an incident:
    /// it stops neither the trail nor, through the trail's mark, retention.
    private func event(ofAct row: Row) throws -> AuditEvent {
        do {
            return AuditEvent(try Act(row: row), of: source)
        } catch {
            let id: Int64 = row["id"]
            let kind: String = row["kind"]
            try Incident(
                source: "audit", message: "act \(id) of kind \(kind) cannot be read",
                hint: "a newer version of thoraxd may have written it; the audit trail says that it could not be read"
            ).insert(in: db)
            return AuditEvent(
                unreadableAct: id, kind: kind, actor: row["actor"], at: Date(milliseconds: row["at"]),
                studyInstanceUID: row["studyInstanceUID"], of: source)
        }
    }

    /// Returns one event per study and sender for stored objects; objects written here are grouped likewise.
    private func instances(after row: Int64) throws -> Part? {
        guard let last = try last(of: "instance", after: row) else { return nil }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT study.studyInstanceUID, study.accessionNumber, study.patientID, study.patientName,
                    instance.origin, instance.callingAETitle, instance.sopClassUID, count(*) AS number,
                    max(instance.storedAt) AS at
                FROM instance JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
                WHERE instance.id > ? AND instance.id <= ?
                GROUP BY study.id, instance.origin, instance.callingAETitle, instance.sopClassUID ORDER BY instance.id
                """,
            arguments: [row, last])
        let events = Self.grouped(rows, by: ["studyInstanceUID", "origin", "callingAETitle"]).map { rows in
            let study = AuditedStudy(row: rows[0])
            let at = Self.latest(rows)
            guard rows[0]["origin"] == "received" else {
                return AuditEvent.produced(study, Self.counts(rows), at: at, by: source)
            }
            return AuditEvent.received(
                study, Self.counts(rows), from: rows[0]["callingAETitle"] ?? "unknown", at: at, putAsideFor: nil,
                by: source)
        }
        return (events, last)
    }

    /// Returns a begin and an end event per study and peer for completed deliveries.
    private func deliveries(after row: Int64) throws -> Part? {
        guard let last = try last(of: "outboxHistory", after: row) else { return nil }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT study.studyInstanceUID, study.accessionNumber, study.patientID, study.patientName,
                    outbox.destination, instance.sopClassUID, count(*) AS number, max(history.at) AS at,
                    CASE history.toState WHEN 'failed' THEN history.reason END AS failure,
                    min(CASE history.fromState WHEN 'sending' THEN
                        (SELECT max(earlier.at) FROM outboxHistory AS earlier
                         WHERE earlier.outboxRow = history.outboxRow AND earlier.id < history.id
                            AND earlier.toState = 'sending') END) AS began
                FROM outboxHistory AS history JOIN outbox ON outbox.id = history.outboxRow
                JOIN instance ON instance.id = outbox.instanceRow JOIN series ON series.id = instance.seriesRow
                JOIN study ON study.id = series.studyRow
                WHERE history.id > ? AND history.id <= ? AND history.toState IN ('delivered', 'failed')
                GROUP BY study.id, outbox.destination, failure, instance.sopClassUID ORDER BY history.id
                """,
            arguments: [row, last])
        let events = Self.grouped(rows, by: ["studyInstanceUID", "destination", "failure"]).flatMap { rows in
            let transfer = AuditEvent.Transfer(
                study: AuditedStudy(row: rows[0]), instances: Self.counts(rows),
                destination: source.participant(named: rows[0]["destination"], role: .destinationRole), requestor: nil)
            let began = rows.compactMap { $0["began"] as Int64? }.min().map(Date.init(milliseconds:))
            return (began.map { [AuditEvent.began(transfer, at: $0, by: source)] } ?? [])
                + [.ended(transfer, at: Self.latest(rows), failure: rows[0]["failure"], by: source)]
        }
        return (events, last)
    }

    /// Returns events for quarantined objects, with the study of the stored object.
    private func quarantined(after row: Int64) throws -> Part? {
        guard let last = try last(of: "quarantine", after: row) else { return nil }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT ifnull(study.studyInstanceUID, 'unknown') AS studyInstanceUID, study.accessionNumber,
                    study.patientID, study.patientName, quarantine.callingAETitle, quarantine.reason,
                    quarantine.at, ifnull(instance.sopClassUID, 'unknown') AS sopClassUID, 1 AS number
                FROM quarantine LEFT JOIN instance ON instance.sopInstanceUID = quarantine.sopInstanceUID
                LEFT JOIN series ON series.id = instance.seriesRow LEFT JOIN study ON study.id = series.studyRow
                WHERE quarantine.id > ? AND quarantine.id <= ? ORDER BY quarantine.id
                """,
            arguments: [row, last])
        let events = rows.map { row in
            AuditEvent.received(
                AuditedStudy(row: row), Self.counts([row]), from: row["callingAETitle"] ?? "unknown",
                at: Self.latest([row]),
                putAsideFor: row["reason"], by: source)
        }
        return (events, last)
    }

    /// Groups rows with equal values in these columns, in order of first occurrence.
    private static func grouped(_ rows: [Row], by columns: [String]) -> [[Row]] {
        var groups: [[Row]] = []
        var places: [[DatabaseValue]: Int] = [:]
        for row in rows {
            let key = columns.map { row[$0] as DatabaseValue }
            if let place = places[key] {
                groups[place].append(row)
            } else {
                places[key] = groups.count
                groups.append([row])
            }
        }
        return groups
    }

    /// Counts instances by SOP class; each row stands for `number` instances.
    private static func counts(_ rows: [Row]) -> [String: Int] {
        rows.reduce(into: [:]) { $0[$1["sopClassUID"] as String, default: 0] += $1["number"] as Int }
    }

    private static func latest(_ rows: [Row]) -> Date {
        Date(milliseconds: rows.map { $0["at"] as Int64 }.max() ?? 0)
    }
}

extension AwaitedRows {
    /// Rows that the audit trail records.
    package static let toAudit = AwaitedRows(of: Set(AuditFollowing.tables.map(\.mark.rawValue)))
}
