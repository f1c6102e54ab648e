import ArgumentParser
import Foundation
import Review
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl review list` prints the drafts pending review, then the signed verdicts.
struct ReviewListCommand: ListingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            "List pending drafts, most urgent and oldest first, and verdicts with their documents, latest first."
    )
    static let emptyNotice = "no drafts are pending and no verdicts were signed"
    static let showsDaemonWork = true

    @OptionGroup var options: StateOptions
    @OptionGroup var listing: ListingOptions

    struct Answer: Codable {
        let waiting: [WaitingReview]
        let signed: [ReviewListing]
    }

    func answer(from workList: WorkListStore, _ configuration: DaemonConfiguration) throws -> Answer {
        let limit = listing.limit.rows
        return Answer(
            waiting: try workList.waitingReviews(limit: limit), signed: try workList.latestReviews(limit: limit))
    }

    func tables(of answer: Answer) -> [TextTable] { [TextTable(answer.waiting), TextTable(answer.signed)] }
}

extension WaitingReview: ListingRow {
    static var columns: [Column<WaitingReview>] {
        [
            Column("id") { $0.workItem },
            Column("state", colour: \.state.colour) { $0.state.rawValue },
            Column("rev") { $0.revision },
            Column("pending") { describeAge(since: $0.draftedAt) },
            Column("open by") { $0.openBy },
            Column("until") { $0.openUntil?.formatted(.iso8601) },
            Column("accession") { $0.accessionNumber },
            Column("study") { $0.studyInstanceUID },
            Column("draft", colour: { _ in .yellow }) { $0.abstained ? "not offered" : nil },
        ]
    }
}

extension ReviewListing: ListingRow {
    static var columns: [Column<ReviewListing>] {
        [
            Column("id") { $0.workItem },
            Column("verdict", colour: { $0.verdict == .rejected ? .grey : .green }) { $0.verdict.rawValue },
            Column("rev") { $0.revision },
            Column(ago: "signed") { $0.signedAt },
            Column("by") { $0.login },
            Column("open") { $0.secondsOpen.map { "\(Int($0))s" } },
            Column("words changed") { $0.editDistance },
            Column("documents", colour: { $0.documentState == .failed ? .red : nil }) { $0.documentState.rawValue },
            Column("accession") { $0.accessionNumber },
            Column("study") { $0.studyInstanceUID },
            Column("reason") { $0.documentReason ?? $0.reason?.rawValue },
        ]
    }
}
