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
            let act = try UnreadableAct(row: row)
            try Incident(
                source: "audit", message: "act \(act.id) of kind \(act.kind) cannot be read",
                hint: "a newer version of thoraxd may have written it; the audit trail says that it could not be read"
            ).insert(in: db)
            return AuditEvent(
                unreadableAct: act.id, kind: act.kind, actor: act.actor, at: act.at,
                studyInstanceUID: act.studyInstanceUID, of: source)
        }
    }

    /// Returns one event per study and sender for stored objects; objects written here are grouped likewise.
    private func instances(after row: Int64) throws -> Part? {
        guard let last = try last(of: "instance", after: row) else { return nil }
        let rows = try FollowedInstances.fetchAll(
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
        let groups = rows.grouped { [$0.objects.study.studyInstanceUID, $0.origin, $0.callingAETitle] }
        let events = groups.map { rows in
            let study = rows[0].objects.study
            guard rows[0].origin == "received" else {
                return AuditEvent.produced(study, rows.counts, at: rows.latest, by: source)
            }
            return AuditEvent.received(
                study, rows.counts, from: rows[0].callingAETitle ?? "unknown", at: rows.latest, putAsideFor: nil,
                by: source)
        }
        return (events, last)
    }

    /// Returns a begin and an end event per study and peer for completed deliveries.
    private func deliveries(after row: Int64) throws -> Part? {
        guard let last = try last(of: "outboxHistory", after: row) else { return nil }
        let rows = try FollowedDeliveries.fetchAll(
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
        let groups = rows.grouped { [$0.objects.study.studyInstanceUID, $0.destination, $0.failure] }
        let events = groups.flatMap { rows in
            let transfer = AuditEvent.Transfer(
                study: rows[0].objects.study, instances: rows.counts,
                destination: source.participant(named: rows[0].destination, role: .destinationRole), requestor: nil)
            return (rows.compactMap(\.began).min().map { [AuditEvent.began(transfer, at: $0, by: source)] } ?? [])
                + [.ended(transfer, at: rows.latest, failure: rows[0].failure, by: source)]
        }
        return (events, last)
    }

    /// Returns events for quarantined objects, with the study of the stored object.
    private func quarantined(after row: Int64) throws -> Part? {
        guard let last = try last(of: "quarantine", after: row) else { return nil }
        let rows = try FollowedQuarantine.fetchAll(
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
                row.objects.study, [row].counts, from: row.callingAETitle ?? "unknown", at: row.objects.at,
                putAsideFor: row.reason, by: source)
        }
        return (events, last)
    }
}

extension AwaitedRows {
    /// Rows that the audit trail records.
    package static let toAudit = AwaitedRows(of: Set(AuditFollowing.tables.map(\.mark.rawValue)))
}
