import FoundationEssentials
import GRDB
package import Review
import WorkListDatabase

/// How far rows that are only ever added have been read.
package struct ArrivalMark: Sendable, Equatable {
    package var draft: Int64
    package var incident: Int64
    package var review: Int64
}

/// One new draft, for figures.
package struct DraftArrival: Sendable, Equatable {
    /// As the reporter measured them.
    package let secondsByStage: [String: Double]
    /// No draft is offered, since none of the pictures looks like a chest.
    package let isAbstained: Bool
}

/// One new verdict, for figures.
package struct ReviewArrival: Sendable, Equatable {
    package let verdict: ReviewVerdict
    /// How long the draft was open before it was signed; nil for an addendum, and where a workstation sent the report.
    package let secondsOpen: Double?
    /// Words changed, of a report that was signed over a draft.
    package let wordsChanged: Int?
}

extension WorkListStore {
    /// Rows read by one call at most; what is left comes with the next.
    package static let arrivalLimit = 10_000

    /// The mark behind everything there is now.
    package func arrivalMark() throws -> ArrivalMark {
        try read { db in
            ArrivalMark(
                draft: try Int64.fetchOne(db, sql: "SELECT max(id) FROM draft") ?? 0,
                incident: try Int64.fetchOne(db, sql: "SELECT max(id) FROM incident") ?? 0,
                review: try Int64.fetchOne(db, sql: "SELECT max(id) FROM review") ?? 0)
        }
    }

    /// Drafts since the mark, which is moved behind them.
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
        mark.draft = rows.last?["id"] ?? last
        return try rows.map { row in
            let text: String = row["stageSeconds"]
            return DraftArrival(
                secondsByStage: try JSONDecoder().decode([String: Double].self, from: Data(text.utf8)),
                isAbstained: row["isAbstained"])
        }
    }

    /// The sources of incidents since the mark, one for each, which is moved behind them.
    package func newIncidentSources(since mark: inout ArrivalMark) throws -> [String] {
        let last = mark.incident
        let rows = try read { db in
            try Row.fetchAll(
                db, sql: "SELECT id, source FROM incident WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [last, Self.arrivalLimit])
        }
        mark.incident = rows.last?["id"] ?? last
        return rows.map { $0["source"] }
    }

    /// Verdicts since the mark, which is moved behind them.
    package func newReviews(since mark: inout ArrivalMark) throws -> [ReviewArrival] {
        let last = mark.review
        let rows = try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, verdict, editDistance,
                        iif(verdict <> 'addended' AND signedAt > openedAt, signedAt - openedAt, NULL) AS milliseconds
                    FROM review WHERE id > ? ORDER BY id LIMIT ?
                    """,
                arguments: [last, Self.arrivalLimit])
        }
        mark.review = rows.last?["id"] ?? last
        return rows.compactMap { row in
            ReviewVerdict(rawValue: row["verdict"]).map { verdict in
                let milliseconds: Double? = row["milliseconds"]
                return ReviewArrival(
                    verdict: verdict, secondsOpen: milliseconds.map { $0 / 1000 }, wordsChanged: row["editDistance"])
            }
        }
    }
}
