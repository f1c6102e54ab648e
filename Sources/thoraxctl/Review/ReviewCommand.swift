import ArgumentParser
import Foundation
import Review
import WorkList
import WorkListDatabase

/// `thoraxctl review`: what a reviewer does with drafts.
struct ReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Open, accept, edit or reject drafts, and add to signed reports.",
        discussion: """
            Who opens a draft has it alone for review.claim_minutes. What nobody has open is decided in one step. The \
            documents of a verdict are written by thoraxd within seconds and queued for delivery.
            """,
        subcommands: [
            ReviewListCommand.self, ReviewShowCommand.self, ReviewOpenCommand.self, ReviewReleaseCommand.self,
            ReviewAcceptCommand.self, ReviewEditCommand.self, ReviewRejectCommand.self, ReviewAddendumCommand.self,
            ReviewRetryCommand.self,
        ],
        defaultSubcommand: ReviewListCommand.self)
}

/// `thoraxctl review list`: what waits for a reviewer, then what was signed.
struct ReviewListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            "List the drafts that wait, most urgent and oldest first, and the verdicts, latest first, with their documents."
    )

    @OptionGroup var options: StateOptions

    @Option(help: "Rows of each to show.")
    var limit = 20

    /// What `--json` prints.
    struct Listing: Codable {
        let waiting: [WaitingReview]
        let signed: [ReviewListing]
    }

    func run() throws {
        let configuration = try options.configuration()
        let workList = try options.workList(of: configuration)
        let listing = Listing(
            waiting: try workList.waitingReviews(limit: limit), signed: try workList.latestReviews(limit: limit))
        if options.json { return try printJSON(listing) }
        if let notice = options.downNotice(configuration) { print(notice) }
        Self.table(of: listing.waiting).lines.forEach { print($0) }
        guard !listing.signed.isEmpty else { return }
        print()
        Self.table(of: listing.signed).lines.forEach { print($0) }
    }

    private static func table(of waiting: [WaitingReview]) -> TextTable {
        var table = TextTable(["id", "state", "rev", "waits", "open by", "until", "accession", "study", "draft"])
        for each in waiting {
            table.add([
                ("\(each.workItem)", nil), (each.state.rawValue, each.state.colour), ("\(each.revision)", nil),
                (describeAge(since: each.draftedAt), nil), (each.openBy ?? "", nil),
                (each.openUntil.map { $0.formatted(.iso8601) } ?? "", nil), (each.accessionNumber ?? "", nil),
                (each.studyInstanceUID, nil),
                (each.abstained ? "none is offered" : "", .yellow),
            ])
        }
        return table
    }

    private static func table(of signed: [ReviewListing]) -> TextTable {
        var table = TextTable([
            "id", "verdict", "rev", "signed", "by", "open", "words changed", "documents", "accession", "study",
            "reason",
        ])
        for each in signed {
            table.add([
                ("\(each.workItem)", nil), (each.verdict.rawValue, each.verdict == .rejected ? .grey : .green),
                ("\(each.revision)", nil), (describeAge(since: each.signedAt) + " ago", nil), (each.login, nil),
                (each.secondsOpen.map { "\(Int($0)) s" } ?? "", nil), (each.editDistance.map(String.init) ?? "", nil),
                (each.documentState.rawValue, each.documentState == .failed ? .red : nil),
                (each.accessionNumber ?? "", nil), (each.studyInstanceUID, nil),
                (each.documentReason ?? each.reason?.rawValue ?? "", nil),
            ])
        }
        return table
    }
}

/// `thoraxctl review open`
struct ReviewOpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open a draft, or keep it open for longer, and show it.")

    @OptionGroup var options: ReviewOptions

    /// What `--json` prints.
    struct Opened: Codable {
        let claim: ReviewClaim
        let study: ReviewStudyView
    }

    func run() throws {
        let configuration = try options.state.configuration()
        let desk = options.desk(try options.state.changeableWorkList(of: configuration), configuration)
        let (claim, study) = try CommandFailure.explaining {
            (try desk.open(options.study), try desk.study(options.study))
        }
        let view = ReviewStudyView(study)
        if options.state.json { return try printJSON(Opened(claim: claim, study: view)) }
        view.lines.forEach { print($0) }
        print("\nopen for \(terminalSafe(claim.login)) until \(claim.expiresAt.formatted(.iso8601))")
    }
}

/// `thoraxctl review release`
struct ReviewReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Give back a draft that is open, signing nothing.")

    @OptionGroup var options: ReviewOptions

    /// What `--json` prints.
    struct Answer: Codable {
        let released: String
    }

    func run() throws {
        let configuration = try options.state.configuration()
        let desk = options.desk(try options.state.changeableWorkList(of: configuration), configuration)
        let study = try CommandFailure.explaining {
            try desk.release(options.study)
            return try desk.study(options.study)
        }
        if options.state.json { return try printJSON(Answer(released: study.studyInstanceUID)) }
        print("given back: study \(study.studyInstanceUID)")
    }
}

/// `thoraxctl review show`
struct ReviewShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a draft with how sure the model is of each sentence, and what was signed.")

    @OptionGroup var options: StateOptions
    @OptionGroup var patientOptions: PatientOptions

    @Argument(help: "The study: its Study Instance UID, its accession number, or its id in the work list.")
    var study: String

    func run() throws {
        let configuration = try options.configuration()
        let workList = try options.workList(of: configuration)
        let view = try CommandFailure.explaining {
            let item = try workList.workItem(named: study)
            return ReviewStudyView(
                try workList.reviewableStudy(item),
                patient: patientOptions.showPatient ? try workList.patient(of: item) : nil)
        }
        if options.json { return try printJSON(view) }
        view.lines.forEach { print($0) }
    }
}

/// `thoraxctl review retry`
struct ReviewRetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Have the documents of a verdict written that could not be, once that is mended.")

    @OptionGroup var options: StateOptions

    @Argument(help: "The study: its Study Instance UID, its accession number, or its id in the work list.")
    var study: String

    /// What `--json` prints.
    struct Answer: Codable {
        let queued: Int
    }

    func run() throws {
        let workList = try options.changeableWorkList(of: options.configuration())
        let count = try workList.retryReviewDocuments(of: try workList.workItem(named: study))
        if options.json {
            try printJSON(Answer(queued: count))
        } else if count > 0 {
            print("\(count) \(count == 1 ? "verdict" : "verdicts") queued again")
        }
        guard count > 0 else {
            throw CommandFailure(
                "no document of this study's verdicts failed", hint: "thoraxctl review list shows how far they are",
                exit: .finding)
        }
    }
}
