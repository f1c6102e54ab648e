import ArgumentParser
import Control
import Foundation

/// `thoraxctl quarantine release` admits a quarantined object as an instance of its study.
struct QuarantineReleaseCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Admit a quarantined object as an instance of its study.",
        discussion: """
            Every object is in quarantine because another one is stored under its SOP Instance UID. Both are compared \
            again now. If that one was removed, the object is admitted as it was sent. Otherwise an image can be \
            admitted with --as-new: it gets a new SOP Instance UID, and the former one is in its Original Attributes \
            Sequence (0400,0561). A document, an object of another patient than its study, and one that is the stored \
            object are refused. The study is drafted again, as after a late image.

            Example: thoraxctl quarantine release 7 --as-new --reason 'the device used one UID for two images'
            """)

    @OptionGroup var options: StateOptions

    @Argument(help: "Id of the object, as thoraxctl quarantine shows it.")
    var id: Int64

    @Flag(help: "Give it a new SOP Instance UID, because another object is stored under the one that it has.")
    var asNew = false

    @Option(help: "Why; it stays on record. Write no name of a patient.")
    var reason: String

    func validate() throws {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason needs words") }
    }

    struct Answer: Codable {
        let sopInstanceUID: String
    }

    func run() throws {
        let change = Change.releaseQuarantined(id, isAsNew: asNew, reason: reason)
        guard case .admitted(let uid) = try Changing(options).make(change) else { throw ControlError.malformed }
        if options.json { return try printJSON(Answer(sopInstanceUID: uid)) }
        print("object \(id) is stored as instance \(uid)")
    }
}
