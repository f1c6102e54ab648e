import Foundation
import Hummingbird
import OperatorErrors
import Review
import WebServing

/// What a reviewer asked for and does not get, with what to do on the page.
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

    /// Errors name commands for the terminal; on the page these do not help.
    var hint: String {
        switch error {
        case .held: "wait, or ask the reviewer to release it; what you typed stays on the page"
        case .notHeld: "open the study again; what you typed is kept"
        case .notReviewable: "the work list shows what can be reviewed"
        case .studyChanged: "nothing was signed; read the new draft, and copy over what you typed"
        case .noDraftOffered: "write the report, or reject the draft"
        case .hasVerdict, .nothingToConfirm, .severalToConfirm: "look at what was sent back with thoraxctl review show"
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
