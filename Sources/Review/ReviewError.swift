package import FoundationEssentials
package import OperatorErrors
package import WorkList

/// Why a review or a change to a user was refused. Nothing was changed.
package enum ReviewError: OperatorError, Equatable {
    case noSuchUser(String)
    case notAReviewer(String, isDisabled: Bool)
    case loginTaken(String)
    /// A value of a user that a report cannot contain.
    case invalidUser(String)
    /// Another reviewer has the study open.
    case held(by: String, name: String, until: Date)
    /// The reviewer does not have the study open.
    case notHeld(WorkItemState)
    /// A study in this state cannot be reviewed.
    case notReviewable(WorkItemState)
    /// Another image arrived, or another draft was made, after this revision was opened or read.
    case studyChanged(sinceRevision: Int, state: WorkItemState)
    /// The model offers no draft, so it cannot be accepted.
    case noDraftOffered(reason: String)
    /// An addendum needs a signed report.
    case nothingSigned(WorkItemState)
    case emptyText
    /// A signed report on the study was sent back and has not been read yet; until then the study cannot be opened or
    /// signed.
    case reportIsRead(until: Date)
    /// No returned report of the study waits for a person, or not the one named.
    case nothingToConfirm
    /// Several returned reports wait: their ids.
    case severalToConfirm([Int64])
    /// The draft was decided already.
    case hasVerdict
    /// The study was decided, and the decision was lost with the work list (`holdOfRebuild`).
    case decisionLost
    /// Another text of this reviewer is stored: typed in another browser, or beside an earlier draft.
    case otherText(ReviewNote)
    /// The reviewer has not looked at everything that the verdict needs.
    case notSeen(Unseen)
    /// The reviewer has no verdict on the study that can be withdrawn.
    case nothingToWithdraw
    /// The draft is withheld from the reader until a first impression is recorded.
    case impressionMissing
    /// A first impression of a draft that is not withheld from the reader.
    case draftIsShown
    /// The text cannot be parsed as a report; lines are counted from 1.
    case malformed(line: Int?, problem: String)

    package var description: String {
        switch self {
        case .noSuchUser(let login): "there is no user \(login)"
        case .notAReviewer(let login, true): "the user \(login) is disabled"
        case .notAReviewer(let login, false): "the user \(login) is not a reviewer"
        case .loginTaken(let login): "there is already a user \(login)"
        case .invalidUser(let fault): fault
        case .held(let login, let name, let until):
            "\(login) (\(name)) has the study open until \(until.formatted(.iso8601))"
        case .notHeld(let state): "you do not have the study open; it is \(state.rawValue)"
        case .notReviewable(let state): "a study that is \(state.rawValue) has no draft to review"
        case .studyChanged(let revision, let state):
            "draft \(revision), which you read, is out of date: another image arrived, or it was drafted again; "
                + "the study is \(state.rawValue)"
        case .noDraftOffered(let reason): "no draft is offered: \(reason)"
        case .nothingSigned(let state): "a study that is \(state.rawValue) has no signed report to add to"
        case .emptyText: "there is no text to sign"
        case .reportIsRead: "a signed report on the study was sent back and is being read"
        case .nothingToConfirm: "no such signed report of the study waits for confirmation"
        case .severalToConfirm(let ids):
            "several signed reports of the study wait for confirmation: \(ids.map(String.init).joined(separator: ", "))"
        case .hasVerdict: "the draft that the report signs has a verdict"
        case .decisionLost: "the study was decided before its work list was rebuilt, and the decision is lost"
        case .otherText(let note):
            "you typed another text beside draft \(note.revision), saved at \(note.savedAt.formatted(.iso8601)), and did not "
                + "sign it"
        case .notSeen(let unseen): unseen.words
        case .nothingToWithdraw: "you have no verdict on the study that can be withdrawn"
        case .impressionMissing: "the draft is shown after your first impression is recorded"
        case .draftIsShown: "the draft of this study is shown already"
        case .malformed(let line, let problem): line.map { "line \($0): \(problem)" } ?? problem
        }
    }

    package var fault: FaultKind {
        switch self {
        case .noSuchUser, .nothingToConfirm: .notFound
        case .notAReviewer, .impressionMissing: .forbidden
        case .loginTaken: .duplicate
        case .held, .reportIsRead: .held
        case .notHeld, .notReviewable, .studyChanged, .nothingSigned, .hasVerdict, .decisionLost, .nothingToWithdraw,
            .draftIsShown, .otherText:
            .conflict
        case .severalToConfirm, .invalidUser, .noDraftOffered, .emptyText, .notSeen, .malformed: .invalid
        }
    }

    package var hint: String {
        switch self {
        case .noSuchUser: "list users with thoraxctl users list; add one with thoraxctl users add"
        case .notAReviewer: "an administrator can change this with thoraxctl users change"
        case .loginTaken: "change the user with thoraxctl users change"
        case .invalidUser: "use a value that a report can contain"
        case .held: "wait, or ask the reviewer to release it"
        case .notHeld: "open it with thoraxctl review open"
        case .notReviewable: "thoraxctl review list shows what can be reviewed"
        case .studyChanged: "nothing was signed; read the new draft and sign that one"
        case .noDraftOffered: "write the report with thoraxctl review edit, or reject the draft"
        case .nothingSigned: "accept or edit the draft first"
        case .reportIsRead(let end):
            "wait a few seconds and check again: it may be the verdict; the study can be signed after "
                + end.formatted(.iso8601)
        case .nothingToConfirm: "thoraxctl review show says what was sent back"
        case .decisionLost:
            "compare the draft with the signed report or the rejection among the study's documents; an administrator lets that "
                + "decision stand with thoraxctl unhold --decided, or has the study reviewed again with thoraxctl unhold"
        case .severalToConfirm: "name one with --report"
        case .hasVerdict: "dismiss the report with thoraxctl review dismiss"
        case .emptyText: "write at least one sentence under FINDINGS or IMPRESSION"
        case .otherText: "open the study on the page, and use or discard that text"
        case .notSeen:
            "look at every film and the whole text, and decide on each marked sentence and finding; for a film that "
                + "cannot be shown, state that you read it elsewhere"
        case .nothingToWithdraw: "the time to withdraw it has passed; add an addendum to a signed report"
        case .impressionMissing: "read the films, and state on the page whether they are normal"
        case .draftIsShown: "read the draft, and sign"
        case .malformed: "write FINDINGS: and IMPRESSION: on lines of their own, and the text below them"
        }
    }
}
