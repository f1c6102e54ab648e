package import Delivery
package import FoundationEssentials
package import Review
package import WebAccess
package import WorkListDatabase

/// A change that a user of this machine may ask the daemon for. It is the one definition of what `thoraxctl` sends and the
/// daemon does.
package enum Change: Codable, Sendable, Equatable {
    /// A reviewer's act on a study. `as` names the user who acts; nil means the user that the calling
    /// account is.
    case review(ReviewChange, study: String, as: String?)
    case study(StudyChange, study: String)
    case retryAllFailed
    /// The documents of a study's verdicts.
    case retryDocuments(study: String)
    case retryDeliveries(WorkListStore.Retry)
    case addUser(User)
    case changeUser(login: String, UserChange)
    case removeUser(login: String)
    /// The hash of a password for the page; the password itself stays with who asks.
    case setPassword(login: String, PasswordHash)
    case addToken(String, scopes: Set<AccessToken.Scope>, expiresAt: Date?)
    case revokeToken(String)
    case runRetention(isConfirmed: Bool)
    /// Deletes a study because a person asked for it.
    case remove(study: String, reason: String, isForced: Bool)
    /// Deletes an object of the quarantine, by its id.
    case discardQuarantined(Int64, reason: String)
    /// Admits an object of the quarantine, by its id; `isAsNew` gives it a new SOP Instance UID.
    case releaseQuarantined(Int64, isAsNew: Bool, reason: String)
}

/// What reviewers do. Any account that is a user may ask for it; `Review` says who may sign.
package enum ReviewChange: Codable, Sendable, Equatable {
    case open
    case release
    /// `revision` is the one that the reviewer read; nil means the one that the reviewer opened last.
    case sign(ReviewDecision, revision: Int?)
    /// `report` names a signed report that was sent back, if several wait.
    case confirm(report: Int64?)
    case dismiss(report: Int64?)
}

/// What administrators do to a study.
package enum StudyChange: Codable, Sendable, Equatable {
    case hold(reason: String)
    case unhold
    /// Ends the hold of a rebuild: the decision among the study's files stands.
    case confirmDecision
    case setPriority(Int)
    case requeue(isForced: Bool)
    case retry
}

extension Change {
    /// The change in a few words, for the log and for incidents; it names no study and no patient.
    package var name: String {
        switch self {
        case .review(.open, _, _): "review open"
        case .review(.release, _, _): "review release"
        case .review(.sign(.accept, _), _, _): "review accept"
        case .review(.sign(.edit, _), _, _): "review edit"
        case .review(.sign(.reject, _), _, _): "review reject"
        case .review(.sign(.addend, _), _, _): "review addendum"
        case .review(.confirm, _, _): "review confirm"
        case .review(.dismiss, _, _): "review dismiss"
        case .retryDocuments: "review retry"
        case .study(.hold, _): "hold"
        case .study(.unhold, _): "unhold"
        case .study(.confirmDecision, _): "unhold --decided"
        case .study(.setPriority, _): "priority"
        case .study(.requeue, _): "requeue"
        case .study(.retry, _), .retryAllFailed: "retry"
        case .retryDeliveries: "outbox retry"
        case .addUser: "users add"
        case .changeUser: "users change"
        case .removeUser: "users remove"
        case .setPassword: "users password"
        case .addToken: "tokens add"
        case .revokeToken: "tokens revoke"
        case .runRetention: "retention run"
        case .remove: "remove"
        case .discardQuarantined: "quarantine discard"
        case .releaseQuarantined: "quarantine release"
        }
    }
}
