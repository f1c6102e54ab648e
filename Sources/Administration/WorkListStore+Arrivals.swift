import FoundationEssentials
import GRDB
package import Review
import WorkListDatabase

/// The last row ids read from tables that only grow.
package struct ArrivalMark: Sendable, Equatable {
    package var draft: Int64
    package var incident: Int64
    package var review: Int64
}

/// The data of one new draft that metrics need.
package struct DraftArrival: Sendable, Equatable {
    /// Durations by stage, as measured by the reporter.
    package let secondsByStage: [String: Double]
    /// Whether the model abstained because no picture shows an upright chest.
    package let isAbstained: Bool
}

/// The data of one new verdict that metrics need.
package struct ReviewArrival: Sendable, Equatable {
    package let verdict: ReviewVerdict
    /// How long the draft was open before it was signed; nil for an addendum and for a report sent by a workstation.
    package let secondsOpen: Double?
    /// Number of words changed between the draft and the signed report; nil if no draft was signed.
    package let wordsChanged: Int?
}

extension DraftArrival {
    fileprivate enum Columns: String, ColumnExpression {
        case id, stageSeconds, isAbstained
    }

    fileprivate init(row: Row) throws {
        let text: String = row[Columns.stageSeconds]
        self.init(
            secondsByStage: try JSONDecoder().decode([String: Double].self, from: Data(text.utf8)),
            isAbstained: row[Columns.isAbstained])
    }
}

extension ReviewArrival {
    fileprivate enum Columns: String, ColumnExpression {
        case id, verdict, editDistance, milliseconds
    }

    /// Nil for a verdict that this version does not know.
    fileprivate init?(row: Row) {
        guard let verdict = ReviewVerdict(rawValue: row[Columns.verdict]) else { return nil }
        let milliseconds: Double? = row[Columns.milliseconds]
        self.init(
            verdict: verdict, secondsOpen: milliseconds.map { $0 / 1000 }, wordsChanged: row[Columns.editDistance])
    }
}

/// The source of a new incident.
private struct IncidentArrival: FetchableRecord {
    let id: Int64
    let source: String

    private enum Columns: String, ColumnExpression {
        case id, source
    }

    init(row: Row) {
        id = row[Columns.id]
        source = row[Columns.source]
    }
}

extension WorkListStore {
    /// Maximum number of rows read by one call; the next call returns the remaining ones.
    package static let arrivalLimit = 10_000

    /// The mark after all existing rows.
    package func arrivalMark() throws -> ArrivalMark {
        try read { db in
            ArrivalMark(
                draft: try Int64.fetchOne(db, sql: "SELECT max(id) FROM draft") ?? 0,
                incident: try Int64.fetchOne(db, sql: "SELECT max(id) FROM incident") ?? 0,
                review: try Int64.fetchOne(db, sql: "SELECT max(id) FROM review") ?? 0)
        }
    }

    /// Returns the drafts after the mark and advances it.
    package func newDrafts(since mark: inout ArrivalMark) throws -> [DraftArrival] {
        let last = mark.draft
        let rows = try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, stageSeconds, json_extract(report, '$.abstention') IS NOT NULL AS isAbstained
                    FROM draft WHERE id > ? ORDER BY id LIMIT ?
                    """,
                arguments: [last, Self.arrivalLimit])
        }
        mark.draft = rows.last?[DraftArrival.Columns.id] ?? last
        return try rows.map(DraftArrival.init(row:))
    }

    /// Returns the source of each incident after the mark and advances it.
    package func newIncidentSources(since mark: inout ArrivalMark) throws -> [String] {
        let last = mark.incident
        let rows = try read { db in
            try IncidentArrival.fetchAll(
                db, sql: "SELECT id, source FROM incident WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [last, Self.arrivalLimit])
        }
        mark.incident = rows.last?.id ?? last
        return rows.map(\.source)
    }

    /// A verdict counts once it is final; later verdicts wait for it, so that ids are read in order. The index is named because
    /// SQLite would look for the first such verdict among all that were ever signed.
    static let newReviewSelection = """
        SELECT id, verdict, editDistance,
            iif(verdict <> 'addended' AND signedAt > openedAt, signedAt - openedAt, NULL) AS milliseconds
        FROM review WHERE id > ?1
            AND id < ifnull((SELECT min(id) FROM review INDEXED BY reviewUndoable WHERE undoUntil IS NOT NULL), ?3)
        ORDER BY id LIMIT ?2
        """

    /// Returns the verdicts after the mark and advances it.
    package func newReviews(since mark: inout ArrivalMark) throws -> [ReviewArrival] {
        let last = mark.review
        let rows = try read { db in
            try Row.fetchAll(
                db, sql: Self.newReviewSelection, arguments: [last, Self.arrivalLimit, Int64.max])
        }
        mark.review = rows.last?[ReviewArrival.Columns.id] ?? last
        return rows.compactMap(ReviewArrival.init(row:))
    }
}
