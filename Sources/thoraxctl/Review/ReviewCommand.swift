import ArgumentParser
import Control
import Foundation
import OperatorErrors
import Review
import WorkList
import WorkListDatabase

/// `thoraxctl review` is for reviewers, who read and sign drafts.
struct ReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Open, accept, edit or reject drafts, and add to signed reports.",
        discussion: """
            Opening a draft claims it for review.claim_minutes; no other reviewer can sign it meanwhile. A draft that \
            is not open can be signed in one step. thoraxd writes the documents of a verdict within seconds and queues \
            them for delivery.

            Example: thoraxctl review open A123
            """,
        subcommands: [
            ReviewListCommand.self, ReviewShowCommand.self, ReviewOpenCommand.self, ReviewReleaseCommand.self,
            ReviewAcceptCommand.self, ReviewEditCommand.self, ReviewRejectCommand.self, ReviewAddendumCommand.self,
            ReviewConfirmCommand.self, ReviewDismissCommand.self, ReviewRetryCommand.self, ReviewStatisticsCommand.self,
        ],
        defaultSubcommand: ReviewListCommand.self)
}

/// `thoraxctl review open` claims a draft and shows it.
struct ReviewOpenCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open a draft, or extend the time it is open, and show it.",
        discussion: "Example: thoraxctl review open A123")

    @OptionGroup var options: StateOptions
    @OptionGroup var reviewing: ReviewOptions

    struct Answer: Codable {
        let claim: ReviewClaim
        let study: ReviewStudyView
    }

    func run() throws {
        let signing = try Signing(options, reviewing)
        guard case .opened(let claim) = try signing.changing.make(reviewing.asking(.open)) else {
            throw ControlError.malformed
        }
        let study = try signing.desk.study(reviewing.study.name)
        let view = ReviewStudyView(study)
        if options.json { return try printJSON(Answer(claim: claim, study: view)) }
        view.lines.forEach { print($0) }
        print("\nopen for \(terminalSafe(claim.login)) until \(describeTime(claim.expiresAt))")
    }
}

/// `thoraxctl review release` ends a claim.
struct ReviewReleaseCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Release an open draft without signing it.",
        discussion: "Example: thoraxctl review release A123")

    @OptionGroup var options: StateOptions
    @OptionGroup var reviewing: ReviewOptions

    struct Answer: Codable {
        let released: String
    }

    func run() throws {
        let signing = try Signing(options, reviewing)
        _ = try signing.changing.make(reviewing.asking(.release))
        let study = try signing.desk.study(reviewing.study.name)
        if options.json { return try printJSON(Answer(released: study.studyInstanceUID)) }
        print("released: study \(study.studyInstanceUID)")
    }
}

/// `thoraxctl review show` prints a draft and its verdicts.
struct ReviewShowCommand: AnsweringCommand {
    typealias Answer = ReviewStudyView

    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a draft with the probability of each finding in it, and its verdicts.",
        discussion: "Example: thoraxctl review show A123 --show-patient")

    @OptionGroup var options: StateOptions
    @OptionGroup var patientOptions: PatientOptions

    @Argument(help: StudyArgument.help)
    var study: StudyArgument

    func run() throws {
        let configuration = options.configurationInUse()
        let workList = try options.workList(of: configuration)
        let item = try study.workItem(in: workList)
        let view = ReviewStudyView(
            try workList.reviewableStudy(item),
            patient: patientOptions.showPatient ? try workList.patient(of: item) : nil)
        if options.json { return try printJSON(view) }
        view.lines.forEach { print($0) }
    }
}

/// `thoraxctl review retry` requeues the failed documents of a study's verdicts.
struct ReviewRetryCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Retry writing the documents of a verdict once the cause of the failure is fixed.",
        discussion: "Example: thoraxctl review retry A123")

    @OptionGroup var options: StateOptions

    @Argument(help: StudyArgument.help)
    var study: StudyArgument

    struct Answer: Codable {
        let queued: Int
    }

    func run() throws {
        let count = try Changing(options).count(.retryDocuments(study: study.name))
        if options.json {
            try printJSON(Answer(queued: count))
        } else if count > 0 {
            print("\(count) \(count == 1 ? "verdict" : "verdicts") requeued")
        }
        guard count > 0 else {
            throw CommandFailure(
                "no document of this study's verdicts failed",
                hint: "see the state of its documents with thoraxctl review list", fault: .notFound)
        }
    }
}
