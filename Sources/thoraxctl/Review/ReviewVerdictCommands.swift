import ArgumentParser
import Foundation
import Review
import WorkList
import WorkListDatabase

/// `thoraxctl review accept` signs a draft unchanged.
struct ReviewAcceptCommand: SigningCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Sign a draft unchanged.",
        discussion: "Example: thoraxctl review accept A123")

    @OptionGroup var options: StateOptions
    @OptionGroup var reviewing: ReviewOptions
    @OptionGroup var read: ReadRevision

    @Flag(help: "Do not ask for confirmation.")
    var yes = false

    func run() throws {
        let signing = try Signing(options, reviewing)
        let study = try signing.desk.study(reviewing.study.name)
        let isAsked = !yes && isatty(STDIN_FILENO) == 1 && study.draft != nil
        let isShown = isAsked && !options.json
        if isShown {
            ReviewStudyView(study).lines.forEach { print($0) }
            print()
        }
        let question = "Sign this draft as \(reviewing.login)?"
        guard try signing.isConfirmed(question, about: study, unless: !isAsked) else { throw Signing.declined }
        try signing.sign(
            .accept, havingRead: signing.revisionRead(of: study, shown: isShown, named: read.revision))
    }
}

/// `thoraxctl review reject` rejects a draft with a reason.
struct ReviewRejectCommand: SigningCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Reject a draft, with a reason.",
        discussion: """
            quality: the draft is wrong or useless. patient-safety: relying on it would be harmful, or it is about \
            another patient. wrong-worklist-entry: the images belong to another order.

            Example: thoraxctl review reject A123 --reason quality
            """)

    @OptionGroup var options: StateOptions
    @OptionGroup var reviewing: ReviewOptions

    @Option(help: "Reason: \(RejectionReason.allCases.map(\.rawValue).joined(separator: ", ")).")
    var reason: RejectionReason

    @Option(help: "Comment on the reason, without names or ids of patients.")
    var comment: String?
    @OptionGroup var read: ReadRevision

    @Flag(help: "Do not ask for confirmation.")
    var yes = false

    func run() throws {
        let signing = try Signing(options, reviewing)
        let study = try signing.desk.study(reviewing.study.name)
        let question = "Reject draft \(study.revision) of study \(study.studyInstanceUID) as \(reviewing.login)?"
        guard try signing.isConfirmed(question, about: study, unless: yes) else { throw Signing.declined }
        try signing.sign(
            .reject(reason, comment: comment),
            havingRead: signing.revisionRead(of: study, shown: false, named: read.revision))
    }
}

extension RejectionReason: ExpressibleByArgument {}
