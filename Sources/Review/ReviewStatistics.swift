package import FoundationEssentials
package import GRDB
import WorkListDatabase

/// Statistics of verdicts on drafts, which show whether the drafts help the reviewers.
package struct ReviewStatistics: Sendable, Equatable, Codable {
    /// A kind of sentence, and how often it got this change.
    package struct SentenceChange: Sendable, Equatable, Codable {
        package let change: TextComparison.Change
        package let section: DraftText.Section
        /// Finding that the draft's sentence mentions; nil for an added sentence, and when it mentions no known
        /// finding.
        package let finding: String?
        package let count: Int
    }

    /// Counts by verdict; every verdict is present.
    package let verdicts: [ReviewVerdict: Int]
    /// Reports signed on a draft, accepted or edited: their number, and the total of words changed.
    package let signedDrafts: Int
    package let wordsChanged: Int
    package let medianEditDistance: Int?
    /// 90th percentile of the number of words changed per report.
    package let ninetiethPercentileEditDistance: Int?
    /// Share of these reports that were signed without changes, 0...1.
    package let shareUnchanged: Double?
    /// Verdicts on drafts that were open before signing: their number, and the total of seconds.
    package let timedReviews: Int
    package let secondsOpen: Double
    package let medianSecondsOpen: Double?
    /// Number of sentences by change.
    package let sentences: [TextComparison.Change: Int]
    /// The most frequent changes, removals and additions, at most twenty kinds.
    package let commonestChanges: [SentenceChange]
}

extension WorkListStore {
    /// Returns statistics of everything signed since a time.
    package func reviewStatistics(since start: Date) throws -> ReviewStatistics {
        try read { db in
            let since: StatementArguments = [start.milliseconds]
            let verdicts = try Row.fetchAll(
                db, sql: "SELECT verdict, count(*) AS number FROM review WHERE signedAt >= ? GROUP BY verdict",
                arguments: since)
            let distances = try Int.fetchAll(
                db,
                sql: """
                    SELECT editDistance FROM review WHERE signedAt >= ? AND editDistance IS NOT NULL
                    ORDER BY editDistance
                    """,
                arguments: since)
            let unchanged = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM review WHERE signedAt >= ? AND verdict = 'accepted'", arguments: since)
            let milliseconds = try Int64.fetchAll(
                db,
                sql: """
                    SELECT signedAt - openedAt AS time FROM review
                    WHERE signedAt >= ? AND verdict <> 'addended' AND signedAt > openedAt ORDER BY time
                    """,
                arguments: since)
            let sentences = try Row.fetchAll(
                db,
                sql: """
                    SELECT change, section, finding, count(*) AS number FROM reviewSentence
                    JOIN review ON review.id = reviewSentence.reviewRow WHERE review.signedAt >= ?
                    GROUP BY change, section, finding ORDER BY number DESC, change, section, finding
                    """,
                arguments: since
            ).compactMap(ReviewStatistics.SentenceChange.init)
            func rank(_ share: Double, of count: Int) -> Int { max(0, Int((share * Double(count)).rounded(.up)) - 1) }
            func value<T>(_ share: Double, of sorted: [T]) -> T? {
                sorted.isEmpty ? nil : sorted[rank(share, of: sorted.count)]
            }
            return ReviewStatistics(
                verdicts: verdicts.reduce(
                    into: Dictionary(uniqueKeysWithValues: ReviewVerdict.allCases.map { ($0, 0) })
                ) {
                    if let verdict = ReviewVerdict(rawValue: $1["verdict"]) { $0[verdict] = $1["number"] }
                },
                signedDrafts: distances.count, wordsChanged: distances.reduce(0, +),
                medianEditDistance: value(0.5, of: distances),
                ninetiethPercentileEditDistance: value(0.9, of: distances),
                shareUnchanged: distances.isEmpty ? nil : Double(unchanged ?? 0) / Double(distances.count),
                timedReviews: milliseconds.count, secondsOpen: Double(milliseconds.reduce(0, +)) / 1000,
                medianSecondsOpen: value(0.5, of: milliseconds).map { Double($0) / 1000 },
                sentences: sentences.reduce(
                    into: Dictionary(uniqueKeysWithValues: TextComparison.Change.allCases.map { ($0, 0) })
                ) { $0[$1.change, default: 0] += $1.count },
                commonestChanges: Array(sentences.filter { $0.change != .kept }.prefix(20)))
        }
    }
}

extension ReviewStatistics.SentenceChange {
    private enum Columns: String, ColumnExpression {
        case change, section, finding, number
    }

    package init?(row: Row) {
        guard let change = TextComparison.Change(rawValue: row[Columns.change]),
            let section = DraftText.Section(rawValue: row[Columns.section])
        else { return nil }
        self.init(change: change, section: section, finding: row[Columns.finding], count: row[Columns.number])
    }
}
