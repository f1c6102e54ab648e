package import OperatorErrors
package import Retention
package import WorkList

/// Why a change was not made, apart from the reasons of the feature that makes it.
package enum ControlError: OperatorError, Equatable {
    // Who may
    /// The kernel does not tell which account calls.
    case accountUnknown(id: UInt32)
    /// The account is not a user here.
    case noUser(account: String, isAdministrator: Bool)
    /// Only an administrator acts as another user.
    case mayNotActAs(login: String, account: String)
    /// Only an administrator may do this.
    case onlyAdministrators(account: String, change: String)
    // What the study allows
    case heldByReviewer
    case draftIsPending(WorkItemState)
    case notFailed(WorkItemState)
    /// What is to be removed has a reason to stay.
    case kept(RetentionPolicy.Hold)
    case nothingToRemove
    // The connection
    case malformed
    case otherVersion(Int)
    case tooLong(limit: Int)
    case late
    case tooManyClients
    /// The daemon is not running.
    case notRunning(socket: String)
    /// The daemon runs and does not serve changes yet, or no longer.
    case notServing(socket: String)
    /// This account may not use the socket.
    case closed(socket: String, account: String, group: String)
    /// The connection ended before the answer.
    case noAnswer

    package var description: String {
        switch self {
        case .accountUnknown(let id): "thoraxd cannot tell which account calls: the kernel says \(id)"
        case .noUser(let account, _): "the account \(account) is not a user of thoraxd"
        case .mayNotActAs(let login, let account): "the account \(account) may not act as \(login)"
        case .onlyAdministrators(let account, let change):
            "\(change) is for administrators only, and \(account) is not one"
        case .heldByReviewer: "a reviewer has the study open"
        case .draftIsPending(let state): "the study is \(state.rawValue): its draft is pending"
        case .notFailed(let state): "the study is \(state.rawValue), and only failed studies can be retried"
        case .kept(.held): "it is on hold, so it is not removed"
        case .kept(.unaudited): "the audit trail has not recorded all of it yet, so it is not removed"
        case .kept(.undelivered): "a document of it has not been delivered, so it is not removed"
        case .kept(.promised): "a peer was promised that it is kept, so it is not removed"
        case .kept(.unwritten): "documents of its review are missing, so it is not removed"
        case .kept(let hold): "it is \(hold.rawValue), so it is not removed"
        case .nothingToRemove: "it is not in the work list"
        case .malformed: "the message is not one of this version's"
        case .otherVersion(let version):
            "the message is of version \(version) of the control protocol, not \(ControlMessage.version)"
        case .tooLong(let limit): "the message is longer than \(limit) bytes"
        case .late: "the message was not there within \(ControlMessage.patience.components.seconds) s"
        case .tooManyClients: "too many programs ask thoraxd for changes at once"
        case .notRunning: "thoraxd is not running, so nothing can be changed"
        case .notServing(let socket): "thoraxd is running but does not answer at \(socket)"
        case .closed(let socket, let account, _): "\(account) may not call thoraxd at \(socket)"
        case .noAnswer: "thoraxd ended the connection without an answer; the change may have been made"
        }
    }

    /// Why a study in this state cannot be retried or drafted again.
    static func refused(in state: WorkItemState) -> ControlError {
        switch state {
        case .inReview: .heldByReviewer
        case .collecting, .queued, .drafting: .draftIsPending(state)
        case .drafted, .accepted, .edited, .rejected, .failed, .ineligible: .notFailed(state)
        }
    }

    package var fault: FaultKind {
        switch self {
        case .accountUnknown: .misconfigured
        case .noUser, .mayNotActAs, .onlyAdministrators, .closed: .forbidden
        case .heldByReviewer: .held
        case .draftIsPending, .tooManyClients, .notServing: .busy
        case .notFailed: .invalid
        case .kept(.unaudited): .busy
        case .kept: .conflict
        case .nothingToRemove: .notFound
        case .malformed: .malformed
        case .otherVersion: .misconfigured
        case .tooLong: .tooLarge
        case .late, .notRunning, .noAnswer: .unavailable
        }
    }

    package var hint: String {
        switch self {
        case .accountUnknown:
            "the service must not run in a user namespace: set PrivateUsers=no in its unit"
        case .noUser(let account, isAdministrator: false):
            "an administrator maps it to a user: "
                + "thoraxctl users add \(account) --name FAMILY^GIVEN --organization NAME"
        case .noUser(let account, isAdministrator: true):
            "act as a reviewer with --as LOGIN, which is recorded, or add the user \(account)"
        case .mayNotActAs(_, let account): "leave out --as to act as \(account); only administrators act as others"
        case .onlyAdministrators:
            "run it with sudo, or an administrator gives you the role: thoraxctl users change LOGIN --role administrator"
        case .heldByReviewer: "try again when it is released; thoraxctl review list shows who has it open"
        case .draftIsPending: "wait for the draft"
        case .notFailed: "draft it again with thoraxctl requeue"
        case .kept(.held): "end the hold first with thoraxctl unhold"
        case .kept(.unaudited): "try again in a few seconds"
        case .kept: "see thoraxctl show; to remove it all the same, add --force"
        case .nothingToRemove: "thoraxctl worklist and thoraxctl quarantine list what is there"
        case .malformed, .otherVersion:
            "use thoraxctl and thoraxd of the same version; restart thoraxd after an upgrade"
        case .tooLong: "write a shorter report"
        case .late, .tooManyClients: "try again"
        case .notRunning:
            "start it with systemctl start thoraxd; only root and the account of thoraxd change things without it"
        case .notServing: "it is starting or stopping: try again; systemctl status thoraxd says more"
        case .closed(_, let account, let group):
            "an administrator adds the account to the group: adduser \(account) \(group); it counts from the next login"
        case .noAnswer: "look whether it was made before you try again: thoraxctl show STUDY, thoraxctl users"
        }
    }
}
