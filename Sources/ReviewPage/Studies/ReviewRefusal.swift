import Foundation
import Hummingbird
import OperatorErrors
import Review
import WebServing

/// A refused action of a reviewer, with a hint for the page.
struct ReviewRefusal: HTTPAnswered {
    let error: ReviewError

    init(_ error: ReviewError) { self.error = error }

    private struct Details: Encodable {
        struct Holder: Encodable {
            let login: String
            let name: String
            let until: Date
        }
        var heldBy: Holder?
        /// Name of the refusal, for which the page has words in each language.
        var refusal: String?
        /// The other text of the reviewer, which is to be used or discarded first.
        var note: StudyView.Note?
    }

    var description: String { error.description }
    var fault: FaultKind { error.fault }

    /// Replaces hints that name commands of the terminal.
    var hint: String {
        switch error {
        case .held: "wait, or ask the reviewer to release it; what you typed stays on the page"
        case .notHeld: "open the study again; what you typed is kept"
        case .notReviewable: "choose a study that waits in the work list"
        case .studyChanged: "nothing was signed; read the new draft, beside which your text is kept"
        case .noDraftOffered: "write the report, or reject the draft"
        case .hasVerdict, .nothingToConfirm, .severalToConfirm: "look at the returned report with thoraxctl review show"
        case .otherText: "use or discard that text; what you typed here stays on the page"
        case .malformed, .emptyText: "correct the text, and sign again"
        default: error.hint
        }
    }

    var status: HTTPResponse.Status {
        if case .notSeen = error { .unprocessableContent } else { .init(code: fault.httpStatus) }
    }

    var details: (any Encodable & Sendable)? {
        switch error {
        case .held(let login, let name, let until):
            Details(heldBy: .init(login: login, name: name, until: until))
        case .notHeld: Details(refusal: "not-held")
        case .notReviewable: Details(refusal: "not-reviewable")
        case .studyChanged: Details(refusal: "study-changed")
        case .reportIsRead: Details(refusal: "report-is-read")
        case .decisionLost: Details(refusal: "decision-lost")
        case .notSeen: Details(refusal: "not-seen")
        case .otherText(let note): Details(refusal: "other-text", note: .init(note))
        case .emptyText: Details(refusal: "empty-text")
        case .impressionMissing: Details(refusal: "impression-missing")
        case .draftIsShown: Details(refusal: "draft-is-shown")
        default: nil
        }
    }
}
