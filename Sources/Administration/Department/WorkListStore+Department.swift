import FindingLabels
import FoundationEssentials
import GRDB
import Review
package import WorkListDatabase

extension WorkListStore {
    /// Returns the statistics of drafts and verdicts in a range of days. Blocks for some milliseconds per thousand verdicts.
    ///
    /// - Parameter limits: on the cost; it waits with the queries of peers, so that readers remain for storing and the loops.
    /// - Throws: `ReadBudget.Exceeded`.
    package func departmentStatistics(
        _ range: DayRange, within limits: ReadBudget.Limits = .init()
    ) throws -> DepartmentStatistics {
        try read(within: ReadBudget(limits)) { db in
            let bounds: StatementArguments = [range.from.milliseconds, range.end.milliseconds]
            let drafts = try Int64.fetchAll(
                db, sql: "SELECT createdAt FROM draft INDEXED BY draftCreated WHERE createdAt >= ? AND createdAt < ?",
                arguments: bounds)
            let reviews = try Row.fetchAll(
                db,
                sql: """
                    SELECT review.verdict, review.login, review.name, review.signedAt, review.editDistance,
                        review.draftFindings, review.signedFindings, workItem.createdAt, workItem.callingAETitle,
                        draft.modelName, draft.modelVersion,
                        EXISTS (SELECT 1 FROM firstImpression AS first WHERE first.workItemRow = review.workItemRow
                            AND first.revision = review.revision AND first.login = review.login) AS hasImpression
                    FROM review INDEXED BY reviewSigned JOIN workItem ON workItem.id = review.workItemRow
                    JOIN draft ON draft.id = review.draftRow
                    WHERE review.signedAt >= ? AND review.signedAt < ? ORDER BY review.signedAt, review.id
                    """,
                arguments: bounds
            ).compactMap { SignedReview(row: $0, day: range.text) }
            let sentences = try Row.fetchAll(
                db,
                sql: """
                    SELECT change, section, finding, count(*) AS number FROM review INDEXED BY reviewSigned
                    JOIN reviewSentence ON reviewSentence.reviewRow = review.id
                    WHERE review.signedAt >= ? AND review.signedAt < ? AND change <> 'kept'
                    GROUP BY change, section, finding ORDER BY number DESC, change, section, finding LIMIT 20
                    """,
                arguments: bounds
            ).compactMap(ReviewStatistics.SentenceChange.init)
            return DepartmentStatistics(
                range, draftDays: drafts.map { range.text(Date(milliseconds: $0)) }, reviews, sentences,
                try CountedImpression.fetch(range, in: db))
        }
    }
}

/// A verdict or an addendum, as the statistics count it.
private struct SignedReview {
    let verdict: ReviewVerdict
    let day: String
    let minutes: Double
    let wordsChanged: Int?
    let findings: DepartmentStatistics.FindingPair?
    /// Whether the reviewer had recorded a first impression before the draft was shown.
    let hasImpression: Bool
    let model: String
    let sender: String
    let login: String
    let name: String

    private enum Columns: String, ColumnExpression {
        case verdict, signedAt, createdAt, editDistance, draftFindings, signedFindings, hasImpression
        case modelName, modelVersion, callingAETitle, login, name
    }

    init?(row: Row, day: (Date) -> String) {
        guard let verdict = ReviewVerdict(rawValue: row[Columns.verdict]) else { return nil }
        let (signedAt, receivedAt): (Int64, Int64) = (row[Columns.signedAt], row[Columns.createdAt])
        self.verdict = verdict
        self.day = day(Date(milliseconds: signedAt))
        minutes = Double(max(0, signedAt - receivedAt)) / 60_000
        wordsChanged = row[Columns.editDistance]
        if let draft: Int = row[Columns.draftFindings], let signed: Int = row[Columns.signedFindings] {
            findings = (FindingSet(rawValue: draft), FindingSet(rawValue: signed))
        } else {
            findings = nil
        }
        hasImpression = row[Columns.hasImpression]
        model = "\(row[Columns.modelName] as String) \(row[Columns.modelVersion] as String)"
        sender = row[Columns.callingAETitle] ?? ""
        login = row[Columns.login]
        name = row[Columns.name]
    }
}

extension DepartmentStatistics {
    fileprivate init(
        _ range: DayRange, draftDays: [String], _ all: [SignedReview], _ sentences: [ReviewStatistics.SentenceChange],
        _ impressions: [CountedImpression]
    ) {
        let reviews = all.filter { $0.verdict != .addended }
        let drafts = Dictionary(grouping: draftDays) { $0 }.mapValues(\.count)
        let byDay = Dictionary(grouping: reviews, by: \.day)
        let days = range.days
        from = days.first ?? ""
        to = days.last ?? ""
        self.days = days.map { Day(day: $0, drafts: drafts[$0] ?? 0, signed: byDay[$0]?.count ?? 0) }
        let minutes = reviews.map(\.minutes).sorted()
        turnaround = Turnaround(
            medianMinutes: minutes.ranked(0.5), p90Minutes: minutes.ranked(0.9),
            days: days.compactMap { day in
                let minutes = (byDay[day] ?? []).map(\.minutes).sorted()
                guard let median = minutes.ranked(0.5), let p90 = minutes.ranked(0.9) else { return nil }
                return .init(day: day, medianMinutes: median, p90Minutes: p90)
            })
        verdicts = all.reduce(
            into: Dictionary(uniqueKeysWithValues: ReviewVerdict.allCases.map { ($0.rawValue, 0) })
        ) { $0[$1.verdict.rawValue, default: 0] += 1 }
        let words = reviews.compactMap(\.wordsChanged).sorted()
        wordsChanged = WordsChanged(
            reports: words.count, unchanged: words.count { $0 == 0 }, total: words.reduce(0, +),
            median: words.ranked(0.5), p90: words.ranked(0.9))
        self.sentences = sentences
        agreement = Agreement.byFinding(reviews.compactMap(\.findings))
        agreementByModel = AgreementGroup.groups(reviews, by: \.model)
        agreementBySender = AgreementGroup.groups(reviews, by: \.sender)
        let signedAfter = reviews.filter(\.hasImpression).compactMap(\.findings)
        let signedWithDraft = reviews.filter { !$0.hasImpression }.compactMap(\.findings)
        func abnormal(_ pairs: [FindingPair]) -> [(draft: Bool, read: Bool)] {
            pairs.map { ($0.draft.isAbnormal, $0.read.isAbnormal) }
        }
        reads = [
            Reads(.firstImpressions, impressions.map { ($0.draft.isAbnormal, $0.isAbnormal) }),
            Reads(.signedAfterImpression, abnormal(signedAfter)), Reads(.signedWithDraft, abnormal(signedWithDraft)),
        ]
        blindAgreement = Self.blindAgreement(
            impressions.compactMap { impression in impression.stated.map { (impression.draft, $0) } }, signedWithDraft)
        byModel = Group.groups(reviews, by: { ($0.model, $0.model) })
        bySender = Group.groups(reviews, by: { ($0.sender, $0.sender) })
        byReviewer = Group.groups(reviews, by: { ($0.login, $0.name) })
    }
}

extension DepartmentStatistics.Agreement {
    fileprivate static func byFinding(_ labelled: [DepartmentStatistics.FindingPair]) -> [Self] {
        Finding.allCases.filter { $0 != .noFinding }.map { finding in
            let pairs = labelled.map { ($0.draft.contains(finding), $0.read.contains(finding)) }
            return Self(
                finding: finding.rawValue, draftYesSignedYes: pairs.count { $0.0 && $0.1 },
                draftYesSignedNo: pairs.count { $0.0 && !$0.1 }, draftNoSignedYes: pairs.count { !$0.0 && $0.1 },
                draftNoSignedNo: pairs.count { !$0.0 && !$0.1 })
        }
    }
}

extension DepartmentStatistics.AgreementGroup {
    /// Groups the reports that can be compared by a key, the largest group first.
    fileprivate static func groups(_ reviews: [SignedReview], by key: (SignedReview) -> String) -> [Self] {
        Dictionary(grouping: reviews.filter { $0.findings != nil }, by: key).map { group, reviews in
            Self(
                key: group, reports: reviews.count,
                findings: DepartmentStatistics.Agreement.byFinding(reviews.compactMap(\.findings)))
        }.sorted { ($1.reports, $0.key) < ($0.reports, $1.key) }
    }
}

extension DepartmentStatistics.Group {
    /// Groups verdicts by a key, the largest group first.
    fileprivate static func groups(
        _ reviews: [SignedReview], by key: (SignedReview) -> (key: String, name: String)
    ) -> [Self] {
        Dictionary(grouping: reviews) { key($0).key }.map { group, reviews in
            func count(_ verdict: ReviewVerdict) -> Int { reviews.count { $0.verdict == verdict } }
            return Self(
                key: group, name: reviews.last.map { key($0).name } ?? group, accepted: count(.accepted),
                edited: count(.edited), rejected: count(.rejected),
                medianWordsChanged: reviews.compactMap(\.wordsChanged).sorted().ranked(0.5),
                medianMinutes: reviews.map(\.minutes).sorted().ranked(0.5))
        }.sorted { ($1.accepted + $1.edited + $1.rejected, $0.key) < ($0.accepted + $0.edited + $0.rejected, $1.key) }
    }
}

extension [Double] {
    /// Returns the percentile of a sorted list by the nearest-rank method; nil if the list is empty.
    fileprivate func ranked(_ share: Double) -> Double? { isEmpty ? nil : self[rank(share, of: count)] }
}

extension [Int] {
    fileprivate func ranked(_ share: Double) -> Int? { isEmpty ? nil : self[rank(share, of: count)] }
}

private func rank(_ share: Double, of count: Int) -> Int { Swift.max(0, Int((share * Double(count)).rounded(.up)) - 1) }
