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
            "List pending drafts, verdicts with their documents, and signed reports that were sent back without effect.",
        discussion: "Example: thoraxctl review list"
    )
    static let emptyNotice = "no drafts are pending and no verdicts were signed"
    static let showsDaemonWork = true

    @OptionGroup var options: StateOptions
    @OptionGroup var listing: ListingOptions

    struct Answer: Codable {
        let waiting: [WaitingReview]
        let signed: [ReviewListing]
        /// Signed reports that peers sent back: those that wait for confirmation, then those that decide nothing.
        let returned: [ReturnedListing]
    }

    func answer(from workList: WorkListStore, _ configuration: DaemonConfiguration) throws -> Answer {
        let limit = listing.limit.rows
        return Answer(
            waiting: try workList.waitingReviews(limit: limit), signed: try workList.latestReviews(limit: limit),
            returned: try workList.keptReports(limit: limit))
    }

    func tables(of answer: Answer) -> [TextTable] {
        [TextTable(answer.waiting), TextTable(answer.signed), TextTable(answer.returned)]
    }
}

extension WaitingReview: ListingRow {
    static var columns: [Column<WaitingReview>] {
        [
            Column("id") { $0.workItem },
            Column("state", colour: \.state.colour) { $0.state.rawValue },
            Column("rev") { $0.revision },
            Column("pending") { describeAge(since: $0.draftedAt) },
            Column("open by") { $0.openBy },
            Column("until") { $0.openUntil.map(describeTime) },
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
            Column(at: "signed") { $0.signedAt },
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

extension ReturnedListing: ListingRow {
    static var columns: [Column<ReturnedListing>] {
        [
            Column("id") { $0.workItem },
            Column("report") { $0.id },
            Column("sent back", colour: { $0.state == .waiting ? .yellow : .grey }) {
                $0.state == .waiting ? "waits for confirmation" : "set aside"
            },
            Column(at: "received") { $0.receivedAt },
            Column("from") { $0.peer ?? $0.sender },
            Column("signed by") { $0.observer },
            Column("accession") { $0.accessionNumber },
            Column("study") { $0.studyInstanceUID },
            Column("reason") { $0.reason },
        ]
    }
}
