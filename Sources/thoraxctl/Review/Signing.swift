import Control
import Foundation
import Review
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// A command that signs a verdict.
protocol SigningCommand: AnsweringCommand where Answer == Signing.Answer {
    var reviewing: ReviewOptions { get }
}

/// Signs a decision and prints which documents follow. It is the last step of every command that signs.
struct Signing {
    let options: StateOptions
    let reviewing: ReviewOptions
    let changing: Changing
    /// Only reads.
    let desk: ReviewDesk

    init(_ options: StateOptions, _ reviewing: ReviewOptions) throws {
        self.options = options
        self.reviewing = reviewing
        changing = try Changing(options)
        let configuration = changing.configuration
        desk = ReviewDesk(
            try options.workList(of: configuration), as: reviewing.login,
            claimMinutes: configuration.reviewClaimMinutes)
    }

    /// What `--json` prints.
    struct Answer: Codable {
        let review: Int64
        let workItem: Int64
        let studyInstanceUID: String
        let verdict: ReviewVerdict
        let revision: Int
        let login: String
        let name: String
        let signedAt: Date
        let secondsOpen: Double?
        let editDistance: Int?
        /// The documents that thoraxd writes next, with their destinations.
        let documents: [FollowingDocument]
    }

    /// The revision that the reviewer read: the one named, the one just shown, or nil for the one that the reviewer
    /// opened last.
    ///
    /// - Throws: `CommandFailure` if it is none of these, because a draft must be read before it is signed.
    func revisionRead(of study: ReviewableStudy, shown: Bool, named: Int?) throws -> Int? {
        if let named { return named }
        if shown { return study.revision }
        // A draft that cannot be signed at all is refused later, with a reason of its own.
        let isOthers = study.claim.map { $0.login != reviewing.login && $0.expiresAt > .now } ?? false
        let wasOpened = try desk.revisionOpenedLast(of: study) != nil
        guard wasOpened || isOthers || study.draft == nil || ![.drafted, .inReview].contains(study.state) else {
            throw CommandFailure(
                "it is not known which revision you read",
                hint: "open it with thoraxctl review open, or pass --revision N from thoraxctl review show")
        }
        return nil
    }

    /// Signs the decision and prints the result.
    ///
    /// - Parameter revision: the revision of the draft that the reviewer read; nil for the one opened last.
    func sign(_ decision: ReviewDecision, havingRead revision: Int?) throws {
        let outcome = try changing.make(reviewing.asking(.sign(decision, revision: revision)))
        let study = try desk.study(reviewing.study.name)
        guard case .signed(let id) = outcome, let review = study.reviews.first(where: { $0.id == id }) else {
            throw ControlError.malformed
        }
        let documents = FollowingDocument.documents(of: review.verdict, to: changing.configuration.peers)
        if options.json {
            let answer = Answer(
                review: review.id, workItem: review.workItemRow, studyInstanceUID: study.studyInstanceUID,
                verdict: review.verdict, revision: review.revision, login: review.reviewer.login,
                name: review.reviewer.name, signedAt: review.signedAt, secondsOpen: review.secondsOpen,
                editDistance: review.editDistance, documents: documents)
            return print(try jsonText(answer))
        }
        let changed = review.editDistance.map { ", \($0) words changed" } ?? ""
        print(
            "\(review.verdict.rawValue) by \(terminalSafe(review.reviewer.name)): study \(study.studyInstanceUID), "
                + "draft \(review.revision)\(changed)")
        guard !documents.isEmpty else { return print("no document is written: no peer asks for a rejection-note") }
        let isDown = options.downNotice(changing.configuration) != nil
        print(isDown ? "thoraxd is not running; once started it writes" : "thoraxd writes")
        for document in documents { print("  \(document.line)") }
    }

    /// Prints the patient and the film and asks for confirmation, if standard input is a terminal.
    ///
    /// - Returns: whether to continue; true if not asked.
    func isConfirmed(_ question: String, about study: ReviewableStudy, unless isAssumed: Bool) throws -> Bool {
        guard !isAssumed, isatty(STDIN_FILENO) == 1 else { return true }
        let film = try desk.patient(of: study)?.lines ?? []
        let prompt = (film + ["\(terminalSafe(question)) [y/N] "]).joined(separator: "\n")
        FileHandle.standardError.write(Data(prompt.utf8))
        let answer = readLine()?.lowercased() ?? ""
        return answer == "y" || answer == "yes"
    }

    /// The error after the user did not confirm.
    static let declined = CommandFailure("nothing was signed", hint: "answer y, or pass --yes")
}
