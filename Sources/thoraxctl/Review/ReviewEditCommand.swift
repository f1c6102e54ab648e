import ArgumentParser
import Foundation
import OperatorErrors
import Review
import WorkList
import WorkListDatabase

/// `thoraxctl review edit`: another text in the draft's place.
struct ReviewEditCommand: SigningCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Edit a draft and sign the result.",
        discussion: """
            The text has the headings FINDINGS: and IMPRESSION: on lines of their own. Lines that follow each other are \
            one paragraph; what starts with # is left out. With an editor the draft is opened for you first.
            """)

    @OptionGroup var options: StateOptions
    @OptionGroup var reviewing: ReviewOptions
    @OptionGroup var source: TextSource
    @OptionGroup var read: ReadRevision

    @Flag(help: "Do not ask first.")
    var yes = false

    func run() throws {
        let signing = try Signing(options, reviewing)
        guard source.isEditor else {
            let study = try signing.desk.study(reviewing.study.name)
            let text = try source.read()
            let signed = try ReviewText.parse(text)
            let revision = try signing.revisionRead(of: study, shown: false, named: read.revision)
            return try finish(signing, signed, study, havingRead: revision)
        }
        try ReviewSession(signing).run { study in
            """
            # Draft \(study.revision) of study \(study.studyInstanceUID), signed as \(reviewing.login).
            # Lines that start with # are left out. Lines that follow each other are one paragraph.
            \(study.draft?.abstention.map { "# No draft is offered: \($0)\n" } ?? "")
            \(study.draft.map(ReviewText.text(of:)) ?? "")
            """
        } finish: { text, study in
            let signed = try ReviewText.parse(text)
            try finish(signing, signed, study, havingRead: study.revision)
        }
    }

    private func finish(
        _ signing: Signing, _ signed: SignedText, _ study: ReviewableStudy, havingRead revision: Int?
    ) throws {
        if let draft = study.draft, !options.json {
            TextDifference(TextComparison(from: draft, to: signed), from: draft).lines.forEach { print($0) }
        }
        guard Signing.isConfirmed("Sign this as \(reviewing.login)?", unless: yes) else { throw Signing.declined }
        try signing.sign(.edit(signed), havingRead: revision)
    }
}

/// `thoraxctl review addendum`: more to a report that is signed.
struct ReviewAddendumCommand: SigningCommand {
    static let configuration = CommandConfiguration(
        commandName: "addendum", abstract: "Add to a signed report.",
        discussion: "The text is what is added; without a heading it goes under FINDINGS.")

    @OptionGroup var options: StateOptions
    @OptionGroup var reviewing: ReviewOptions
    @OptionGroup var source: TextSource

    @Flag(help: "Do not ask first.")
    var yes = false

    func run() throws {
        let signing = try Signing(options, reviewing)
        let study = try signing.desk.study(reviewing.study.name)
        guard study.state == .accepted || study.state == .edited else {
            throw ReviewError.nothingSigned(study.state)
        }
        guard source.isEditor else { return try finish(signing, try source.read(), study) }
        let signed = study.reviews.last { $0.verdict != .addended }?.text.map(ReviewText.text(of:)) ?? ""
        let file = try EditedText(
            """

            # Write what is added to study \(study.studyInstanceUID), signed as \(reviewing.login).
            # Lines that start with # are left out. What was signed:
            #
            \(signed.split(separator: "\n").map { "# \($0)" }.joined(separator: "\n"))

            """)
        do {
            try finish(signing, try file.edit(), study)
        } catch {
            throw ReviewSession.keeping(file, after: error)
        }
    }

    private func finish(_ signing: Signing, _ text: String, _ study: ReviewableStudy) throws {
        let added = try ReviewText.parse(text, startingIn: .findings)
        guard Signing.isConfirmed("Add this as \(reviewing.login)?", unless: yes) else { throw Signing.declined }
        try signing.sign(.addend(added), havingRead: study.revision)
    }
}

/// A draft held open while somebody edits it.
struct ReviewSession {
    private let signing: Signing

    init(_ signing: Signing) { self.signing = signing }

    /// Opens the draft, lets somebody edit it, and gives it back where nothing came of that and it was not open before.
    ///
    /// - Parameters:
    ///   - template: what the editor shows first.
    ///   - finish: signs the text.
    func run(
        template: (ReviewableStudy) -> String, finish: (String, ReviewableStudy) throws -> Void
    ) throws {
        let name = signing.reviewing.study.name
        let wasOpen = try signing.desk.study(name).claim?.login == signing.reviewing.login
        _ = try signing.desk.open(name)
        let study = try signing.desk.study(name)
        do {
            let file = try EditedText(template(study))
            do {
                try finish(try file.edit(), study)
            } catch {
                throw Self.keeping(file, after: error)
            }
        } catch {
            if !wasOpen { try? signing.desk.release(name) }
            throw error
        }
    }

    /// What somebody wrote is not lost because it could not be signed.
    static func keeping(_ file: EditedText, after error: any Error) -> any Error {
        let error = error.asOperatorError
        file.keep()
        return CommandFailure(
            error.description, hint: "\(error.hint); your text is kept: --file \(file.path)", fault: error.fault)
    }
}
