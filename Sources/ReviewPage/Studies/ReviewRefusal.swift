import Foundation
import Hummingbird
import OperatorErrors
import Review
import WebServing

/// A refused action of a reviewer, with a hint for the page.
struct ReviewRefusal: HTTPAnswered {
    let error: ReviewError

    init(_ error: ReviewError) { self.error = error }

    private struct Held: Encodable {
        struct Holder: Encodable {
            let login: String
            let name: String
            let until: Date
        }
        let heldBy: Holder
    }

    var description: String { error.description }
    var fault: FaultKind { error.fault }

    /// Replaces hints that name commands of the terminal.
    var hint: String {
        switch error {
        case .held: "wait, or ask the reviewer to release it; what you typed stays on the page"
        case .notHeld: "open the study again; what you typed is kept"
        case .notReviewable: "choose a study that waits in the work list"
        case .studyChanged: "nothing was signed; read the new draft, and copy your text into it"
        case .noDraftOffered: "write the report, or reject the draft"
        case .hasVerdict, .nothingToConfirm, .severalToConfirm: "look at the returned report with thoraxctl review show"
        case .malformed, .emptyText: "correct the text, and sign again"
        default: error.hint
        }
    }

    var status: HTTPResponse.Status {
        if case .notSeen = error { .unprocessableContent } else { .init(code: fault.httpStatus) }
    }

    var details: (any Encodable & Sendable)? {
        guard case .held(let login, let name, let until) = error else { return nil }
        return Held(heldBy: .init(login: login, name: name, until: until))
    }
}
