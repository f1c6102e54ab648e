import ArgumentParser
import Control
import Foundation
import Review
import ThoraxConfiguration

/// The option that names a signed report that was sent back.
struct ReturnedOption: ParsableArguments {
    @Option(help: "Id of the report from thoraxctl review list, if several wait.")
    var report: Int64?
}

/// `thoraxctl review confirm` makes a signed report that waits for a person the verdict.
struct ReviewConfirmCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Confirm a signed report that was sent back by a signer who is no user here.",
        discussion: """
            The report becomes the verdict on its draft, signed by whom it names, and is passed on to the peers that \
            get signed reports as SR. It is on record that you confirmed it.

            Example: thoraxctl review confirm A123
            """)

    @OptionGroup var options: StateOptions
    @OptionGroup var reviewing: ReviewOptions
    @OptionGroup var returned: ReturnedOption

    @Flag(help: "Do not ask for confirmation.")
    var yes = false

    struct Answer: Codable {
        let studyInstanceUID: String
        let verdict: ReviewVerdict
        let revision: Int
        /// Person name of the signer.
        let name: String
        let signedAt: Date
        /// Names of the peers that get the report.
        let destinations: [String]
    }

    func run() throws {
        let signing = try Signing(options, reviewing)
        let study = try signing.desk.study(reviewing.study.name)
        let isAsked = !yes && isatty(STDIN_FILENO) == 1
        if isAsked, !options.json { ReviewStudyView(study).lines.forEach { print($0) } }
        let question = "Confirm this report as \(reviewing.login)?"
        guard try signing.isConfirmed(question, about: study, unless: !isAsked) else { throw Signing.declined }
        let outcome = try signing.changing.make(reviewing.asking(.confirm(report: returned.report)))
        guard case .confirmed(let id, let destinations) = outcome,
            let review = try signing.desk.study(reviewing.study.name).reviews.first(where: { $0.id == id })
        else { throw ControlError.malformed }
        if options.json {
            return try printJSON(
                Answer(
                    studyInstanceUID: study.studyInstanceUID, verdict: review.verdict, revision: review.revision,
                    name: review.reviewer.name, signedAt: review.signedAt, destinations: destinations))
        }
        print(
            "confirmed: study \(study.studyInstanceUID), draft \(review.revision) is \(review.verdict.rawValue) by "
                + terminalSafe(review.reviewer.name))
        print(destinations.isEmpty ? "kept here, no peer asks for it" : "to \(destinations.joined(separator: ", "))")
    }
}

/// `thoraxctl review dismiss` sets a signed report aside.
struct ReviewDismissCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss", abstract: "Set a signed report that waits for confirmation aside; it decides nothing.",
        discussion: "Example: thoraxctl review dismiss A123")

    @OptionGroup var options: StateOptions
    @OptionGroup var reviewing: ReviewOptions
    @OptionGroup var returned: ReturnedOption

    struct Answer: Codable {
        let dismissed: String
    }

    func run() throws {
        let signing = try Signing(options, reviewing)
        _ = try signing.changing.make(reviewing.asking(.dismiss(report: returned.report)))
        let study = try signing.desk.study(reviewing.study.name)
        if options.json { return try printJSON(Answer(dismissed: study.studyInstanceUID)) }
        print("dismissed: the report is kept and decides nothing")
    }
}
