import ArgumentParser
import Control
import Foundation
import OperatorErrors
import Review
import WorkList
import WorkListDatabase

/// `thoraxctl review edit` signs a changed text in place of the draft.
struct ReviewEditCommand: SigningCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Edit a draft and sign the result.",
        discussion: """
            The text has the headings FINDINGS: and IMPRESSION: on lines of their own. An empty line begins a \
            paragraph; lines that start with # and a space are ignored. If an editor is used, the draft is opened for \
            you first.

            Example: thoraxctl review edit A123
            """)

    @OptionGroup var options: StateOptions
    @OptionGroup var reviewing: ReviewOptions
    @OptionGroup var source: TextSource
    @OptionGroup var read: ReadRevision

    @Flag(help: "Do not ask for confirmation.")
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
            # Lines that start with # and a space are ignored. An empty line begins a paragraph.
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
        let question = "Sign this as \(reviewing.login)?"
        guard try signing.isConfirmed(question, about: study, unless: yes) else { throw Signing.declined }
        try signing.sign(.edit(signed), havingRead: revision)
    }
}

/// `thoraxctl review addendum` adds text to a signed report.
struct ReviewAddendumCommand: SigningCommand {
    static let configuration = CommandConfiguration(
        commandName: "addendum", abstract: "Add to a signed report.",
        discussion: """
            The text contains only the addition; without a heading it is put under FINDINGS.

            Example: thoraxctl review addendum A123
            """)

    @OptionGroup var options: StateOptions
    @OptionGroup var reviewing: ReviewOptions
    @OptionGroup var source: TextSource

    @Flag(help: "Do not ask for confirmation.")
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

            # Write the addendum to study \(study.studyInstanceUID), signed as \(reviewing.login).
            # Lines that start with # and a space are ignored. The signed report:
            #
            \(signed.split(whereSeparator: \.isNewline).map { "# \($0)" }.joined(separator: "\n"))

            """)
        do {
            try finish(signing, try file.edit(), study)
        } catch {
            throw ReviewSession.keeping(file, after: error)
        }
    }

    private func finish(_ signing: Signing, _ text: String, _ study: ReviewableStudy) throws {
        let added = try ReviewText.parse(text, startingIn: .findings)
        let question = "Add this as \(reviewing.login)?"
        guard try signing.isConfirmed(question, about: study, unless: yes) else { throw Signing.declined }
        try signing.sign(.addend(added), havingRead: study.revision)
    }
}

/// Keeps a draft open while the reviewer edits it.
struct ReviewSession {
    private let signing: Signing

    init(_ signing: Signing) { self.signing = signing }

    /// Opens the draft and runs the editor. If nothing is signed, releases the draft unless it was already open.
    ///
    /// - Parameters:
    ///   - template: the initial text in the editor.
    ///   - finish: signs the edited text.
    func run(
        template: (ReviewableStudy) -> String, finish: (String, ReviewableStudy) throws -> Void
    ) throws {
        let name = signing.reviewing.study.name
        let wasOpen = try signing.desk.study(name).claim?.login == signing.reviewing.login
        _ = try signing.changing.make(signing.reviewing.asking(.open))
        let study = try signing.desk.study(name)
        do {
            let file = try EditedText(template(study))
            do {
                try finish(try file.edit(), study)
            } catch {
                throw Self.keeping(file, after: error)
            }
        } catch {
            if !wasOpen { _ = try? signing.changing.make(signing.reviewing.asking(.release)) }
            throw error
        }
    }

    /// Keeps the file of a text that could not be signed, and names it in the hint of the error.
    static func keeping(_ file: EditedText, after error: any Error) -> any Error {
        let error = error.asOperatorError
        file.keep()
        return CommandFailure(
            error.description, hint: "\(error.hint); your text was kept: --file \(file.path)", fault: error.fault)
    }
}
