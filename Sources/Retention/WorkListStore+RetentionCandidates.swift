package import FoundationEssentials
import GRDB
package import WorkList
package import WorkListDatabase

extension WorkListStore {
    /// Where a page of candidates begins: after the last one of the previous page.
    package struct RetentionPlace: Sendable {
        let changedAt: Int64
        let workItem: Int64

        /// The place before the oldest candidate.
        package static let start = RetentionPlace(changedAt: .min, workItem: 0)

        private init(changedAt: Int64, workItem: Int64) {
            (self.changedAt, self.workItem) = (changedAt, workItem)
        }

        fileprivate init(row: Row) {
            self.init(
                changedAt: row[RetentionCandidate.Columns.changedAt],
                workItem: row[RetentionCandidate.Columns.workItemRow])
        }
    }

    /// Studies in the given end states, longest unchanged first.
    ///
    /// - Parameters:
    ///   - time: selects only studies that have not changed since.
    ///   - committing: names of the peers that must commit to what was delivered to them.
    /// - Returns: the candidates, and where the next page begins; nil after the last page.
    package func retentionCandidates(
        in states: [WorkItemState], unchangedSince time: Date, after place: RetentionPlace, limit: Int,
        committing: Set<String> = []
    ) throws -> (candidates: [RetentionCandidate], next: RetentionPlace?) {
        // The index begins with the state, so a page of several states is merged from a page of each.
        let pages = states.map { state in
            """
            SELECT * FROM (SELECT changedAt, id FROM workItem INDEXED BY workItemByChange
                WHERE state = '\(state.rawValue)' AND (changedAt, id) > (?1, ?2) AND changedAt <= ?3
                ORDER BY changedAt, id LIMIT ?4)
            """
        }
        return try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    \(Self.candidateSelection(committing)) WHERE workItem.id IN (
                        SELECT id FROM (\(pages.joined(separator: " UNION ALL "))) ORDER BY changedAt, id LIMIT ?4)
                    ORDER BY workItem.changedAt, workItem.id
                    """,
                arguments: [place.changedAt, place.workItem, time.milliseconds, limit])
            let last = rows.last.map(RetentionPlace.init(row:))
            return (try rows.map(RetentionCandidate.init(row:)), rows.count < limit ? nil : last)
        }
    }

    /// The number of studies in a state that have changed since a time.
    package func studies(in state: WorkItemState, changedSince time: Date) throws -> Int {
        try read { db in
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM workItem WHERE state = ? AND changedAt > ?",
                arguments: [state.rawValue, time.milliseconds]) ?? 0
        }
    }

    static func retentionCandidate(
        ofStudy studyRow: Int64, committing: Set<String>, in db: Database
    ) throws -> RetentionCandidate? {
        try Row.fetchOne(
            db, sql: "\(candidateSelection(committing)) WHERE workItem.studyRow = ?", arguments: [studyRow]
        ).map(RetentionCandidate.init(row:))
    }

    /// Looks from a study to its images and on to what the join names. `CROSS JOIN` keeps that order: SQLite could also begin
    /// with all transactions of storage commitment, once for each study.
    private static func instances(with join: String = "", _ condition: String = "TRUE") -> String {
        """
        FROM series CROSS JOIN instance ON instance.seriesRow = series.id \(join)
        WHERE series.studyRow = workItem.studyRow AND \(condition)
        """
    }

    /// Selects each study with its reasons to be kept. Every subquery uses an index to read the rows of one study.
    ///
    /// What was delivered to a peer that must commit is kept from the delivery on, before it is asked.
    static func candidateSelection(_ committing: Set<String>) -> String {
        let delivery = "CROSS JOIN outbox ON outbox.instanceRow = instance.id"
        let peers = committing.sorted().map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: ", ")
        return """
            SELECT workItem.id AS workItemRow, workItem.heldAt IS NOT NULL AS held, workItem.studyRow, workItem.state,
                workItem.changedAt,
                (SELECT studyInstanceUID FROM study WHERE study.id = workItem.studyRow) AS studyInstanceUID,
                (SELECT ifnull(sum(instance.byteCount), 0) \(instances())) AS bytes,
                (SELECT count(*) \(instances())) AS instances,
                EXISTS (SELECT 1 \(instances(with: delivery, """
                    (outbox.state <> 'delivered' OR outbox.commitment IN ('requested', 'failed', 'timedOut')
                        OR (outbox.commitment IS NULL AND outbox.destination IN (\(peers))))
                    """))) AS undelivered,
                workItem.state IN ('failed', 'ineligible')
                    AND EXISTS (SELECT 1 FROM draft WHERE draft.workItemRow = workItem.id) AS unreviewed,
                EXISTS (SELECT 1 \(instances(with: """
                    CROSS JOIN commitmentReference AS promise ON promise.sopInstanceUID = instance.sopInstanceUID
                        AND promise.result = 0
                    CROSS JOIN commitment ON commitment.id = promise.commitmentRow AND commitment.direction = 'incoming'
                    """))) AS promised,
                EXISTS (SELECT 1 FROM review WHERE review.workItemRow = workItem.id
                    AND review.documentState NOT IN ('written', 'returned'))
                OR EXISTS (SELECT 1 \(instances(
                    with: "CROSS JOIN returnedReport ON returnedReport.instanceRow = instance.id",
                    "returnedReport.state IN ('pending', 'reading', 'waiting')"))) AS unwritten,
                (SELECT max(instance.id) \(instances())) > \(AuditMark.instance.sql)
                OR ifnull((SELECT max(history.id) \(instances(
                    with: "\(delivery) CROSS JOIN outboxHistory AS history ON history.outboxRow = outbox.id"))), 0)
                    > \(AuditMark.outboxHistory.sql) AS unaudited
            FROM workItem
            """
    }
}

extension RetentionCandidate {
    /// Further columns are named after the reasons to keep a study.
    fileprivate enum Columns: String, ColumnExpression {
        case workItemRow, studyRow, studyInstanceUID, state, changedAt, bytes, instances
    }

    fileprivate init(row: Row) throws {
        guard let state = WorkItemState(rawValue: row[Columns.state]) else {
            throw WorkListError.unexpected("unknown state")
        }
        let holds: [RetentionPolicy.Hold] = [.held, .unreviewed, .undelivered, .promised, .unwritten, .unaudited]
        self.init(
            studyRow: row[Columns.studyRow], studyInstanceUID: row[Columns.studyInstanceUID], state: state,
            changedAt: Date(milliseconds: row[Columns.changedAt]), bytes: row[Columns.bytes],
            instances: row[Columns.instances],
            holds: holds.filter { row[$0.rawValue] ?? false })
    }
}
