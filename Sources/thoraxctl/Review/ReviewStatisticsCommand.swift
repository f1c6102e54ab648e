import ArgumentParser
import Foundation
import Review

/// `thoraxctl review statistics` shows how much reviewers changed the drafts and how long the drafts were open.
struct ReviewStatisticsCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "statistics",
        abstract: "Show whether the drafts help: verdicts, words and sentences changed, time drafts were open.",
        discussion: """
            Words changed is the edit distance between a draft and the report signed in its place. A draft that was \
            signed without being opened has no time.

            Example: thoraxctl review statistics --since 4w
            """)

    @OptionGroup var options: StateOptions

    @Option(help: "Only verdicts signed since this time: \(TimeArgument.forms).")
    var since: TimeArgument?

    struct Answer: Codable {
        /// The start of the period; nil if all verdicts are counted.
        let since: Date?
        /// The number of verdicts of each kind.
        let verdicts: [String: Int]
        /// The number of drafts that were accepted or edited.
        let signedDrafts: Int
        /// The share of the signed drafts that were not changed, 0 to 1.
        let shareUnchanged: Double?
        let wordsChanged: Int
        let medianEditDistance: Int?
        let ninetiethPercentileEditDistance: Int?
        /// The number of verdicts on drafts that had been opened.
        let timedReviews: Int
        let secondsOpen: Double
        let medianSecondsOpen: Double?
        /// The number of sentences by kind of change.
        let sentences: [String: Int]
        /// The most frequent changes, at most twenty.
        let commonestChanges: [ReviewStatistics.SentenceChange]

        init(_ statistics: ReviewStatistics, since: Date?) {
            func named<Key: RawRepresentable<String>>(_ counts: [Key: Int]) -> [String: Int] {
                Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
            }
            self.since = since
            verdicts = named(statistics.verdicts)
            signedDrafts = statistics.signedDrafts
            shareUnchanged = statistics.shareUnchanged
            wordsChanged = statistics.wordsChanged
            medianEditDistance = statistics.medianEditDistance
            ninetiethPercentileEditDistance = statistics.ninetiethPercentileEditDistance
            timedReviews = statistics.timedReviews
            secondsOpen = statistics.secondsOpen
            medianSecondsOpen = statistics.medianSecondsOpen
            sentences = named(statistics.sentences)
            commonestChanges = statistics.commonestChanges
        }
    }

    func run() throws {
        let workList = try options.workList(of: options.configurationInUse())
        let statistics = try workList.reviewStatistics(since: since?.begin ?? .distantPast)
        let answer = Answer(statistics, since: since?.begin)
        if options.json { return try printJSON(answer) }
        show(answer)
    }

    private func show(_ answer: Answer) {
        func counts<Kind: RawRepresentable<String>>(_ kinds: [Kind], of counts: [String: Int]) -> String {
            kinds.map { "\(counts[$0.rawValue] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
        }
        if let since = answer.since { print("since      \(describeTime(since))") }
        print("verdicts   \(counts(ReviewVerdict.allCases, of: answer.verdicts))")
        if let share = answer.shareUnchanged, let median = answer.medianEditDistance,
            let most = answer.ninetiethPercentileEditDistance
        {
            print("reports    \(answer.signedDrafts) signed from a draft, \(Int((share * 100).rounded())) % unchanged")
            print("words      \(answer.wordsChanged) changed; median \(median), at most \(most) in nine of ten reports")
        }
        print("sentences  \(counts(TextComparison.Change.allCases, of: answer.sentences))")
        if let median = answer.medianSecondsOpen {
            print("open       median \(Int(median.rounded()))s of \(answer.timedReviews) verdicts")
        }
        guard !answer.commonestChanges.isEmpty else { return }
        print("\nmost frequent changes\n\(TextTable(answer.commonestChanges).text)")
    }
}

extension ReviewStatistics.SentenceChange: ListingRow {
    static var columns: [Column<ReviewStatistics.SentenceChange>] {
        [
            Column("change") { $0.change.rawValue },
            Column("section") { $0.section.rawValue },
            Column("finding") { $0.finding ?? "(none)" },
            Column("sentences") { $0.count },
        ]
    }
}
