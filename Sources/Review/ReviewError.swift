package import FoundationEssentials
package import OperatorErrors
package import WorkList

/// Why a review, or something about a user, was refused; nothing was changed.
package enum ReviewError: OperatorError, Equatable {
    case noSuchUser(String)
    case notAReviewer(String, isDisabled: Bool)
    case loginTaken(String)
    /// Something about a user that no report can state.
    case invalidUser(String)
    /// Somebody else has the study open.
    case held(by: String, name: String, until: Date)
    /// The reviewer does not have it open.
    case notHeld(WorkItemState)
    /// There is nothing to review in this state.
    case notReviewable(WorkItemState)
    /// After the draft of this revision was opened or read another image came, or another draft was made.
    case studyChanged(sinceRevision: Int, state: WorkItemState)
    /// The model offers no draft, so there is none to accept.
    case noDraftOffered(reason: String)
    /// An addendum needs a signed report.
    case nothingSigned(WorkItemState)
    case emptyText
    /// A signed report of the study came back and is about to be read.
    case reportIsRead
    /// A text that cannot be read as a report; lines are counted from 1.
    case malformed(line: Int?, problem: String)

    package var description: String {
        switch self {
        case .noSuchUser(let login): "there is no user \(login)"
        case .notAReviewer(let login, true): "the user \(login) is disabled"
        case .notAReviewer(let login, false): "the user \(login) is no reviewer"
        case .loginTaken(let login): "there is a user \(login) already"
        case .invalidUser(let fault): fault
        case .held(let login, let name, let until):
            "\(login) (\(name)) has the study open until \(until.formatted(.iso8601))"
        case .notHeld(let state): "you do not have the study open; it is \(state.rawValue)"
        case .notReviewable(let state): "a study that is \(state.rawValue) has no draft to review"
        case .studyChanged(let revision, let state):
            "draft \(revision), which you read, is out of date: another image came, or it was drafted anew; "
                + "the study is \(state.rawValue)"
        case .noDraftOffered(let reason): "no draft is offered: \(reason)"
        case .nothingSigned(let state): "a study that is \(state.rawValue) has no signed report to add to"
        case .emptyText: "there is no text to sign"
        case .reportIsRead: "a signed report of the study came back and is being read"
        case .malformed(let line, let problem): line.map { "line \($0): \(problem)" } ?? problem
        }
    }

    package var fault: FaultKind {
        switch self {
        case .noSuchUser: .notFound
        case .notAReviewer: .forbidden
        case .loginTaken: .duplicate
        case .held, .reportIsRead: .held
        case .notHeld, .notReviewable, .studyChanged, .nothingSigned: .conflict
        case .invalidUser, .noDraftOffered, .emptyText, .malformed: .invalid
        }
    }

    package var hint: String {
        switch self {
        case .noSuchUser: "thoraxctl users list shows who is known; thoraxctl users add adds somebody"
        case .notAReviewer: "an administrator changes it with thoraxctl users change"
        case .loginTaken: "change the user with thoraxctl users change"
        case .invalidUser: "say it as a report can state it"
        case .held: "wait, or ask for it to be released"
        case .notHeld: "thoraxctl review open opens it"
        case .notReviewable: "thoraxctl review list shows what can be reviewed"
        case .studyChanged: "nothing was signed; read the new draft, then sign that"
        case .noDraftOffered: "write the report with thoraxctl review edit, or reject the draft"
        case .nothingSigned: "accept or edit the draft first"
        case .reportIsRead: "wait some seconds and look again: it may be the verdict"
        case .emptyText: "write at least one sentence under FINDINGS or IMPRESSION"
        case .malformed: "write FINDINGS: and IMPRESSION: on lines of their own, and the text below them"
        }
    }
}
