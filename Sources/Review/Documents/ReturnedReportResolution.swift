package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// The outcome for a returned report that was read.
package enum ReturnedReportResolution: Sendable, Equatable {
    /// It is the verdict on its draft, or an addendum.
    case signs
    /// It names no draft of this node.
    case unrelated
    case unreadable(reason: String)
    /// A person must confirm it; nothing is delivered until then.
    case waits(reason: String)
    /// It is stored like any other object and decides nothing.
    case setAside(SetAside)
    /// Its study is open in review, or its verdict can be withdrawn; it is read again when that ends.
    case postponed(until: Date)

    /// Why a signed report decides nothing.
    package enum SetAside: Sendable, Equatable, CustomStringConvertible {
        /// The peer has no permission to sign.
        case senderMayNotSign
        /// The draft has its verdict.
        case hasVerdict
        case dismissed(by: String)

        package var description: String {
            switch self {
            case .senderMayNotSign: "its sender has no permission to sign"
            case .hasVerdict: "the draft had a verdict already"
            case .dismissed(let login): "dismissed by \(login)"
            }
        }
    }
}

extension WorkListStore {
    /// The planned outcome, before anything is changed.
    enum Judgement {
        case records(SignedText, of: NamedDraft, by: Reviewer, verifiedAt: Date)
        case leaves(ReturnedReportResolution)
    }

    /// Judges a signed report: it decides its draft if its sender may sign, the draft has no verdict, one of its
    /// observers is a user who may sign, and no one else has the study open.
    static func judge(
        _ statement: SignedStatement, in returned: ReturnedReport, at now: Date, in db: Database
    ) throws -> Judgement {
        guard let named = try namedDraft(statement.predecessor, ofStudy: returned.studyRow, in: db) else {
            return .leaves(.unrelated)
        }
        guard returned.maySign else { return .leaves(.setAside(.senderMayNotSign)) }
        if !named.wasSigned, let undoUntil = try undoTime(of: named.draft, in: db), undoUntil > now {
            return .leaves(.postponed(until: undoUntil))
        }
        if try !named.wasSigned && hasVerdict(named.draft, in: db) { return .leaves(.setAside(.hasVerdict)) }
        if statement.text.isEmpty { return .leaves(.unreadable(reason: "it has no text")) }
        if statement.text.characterCount > SignedText.characterLimit {
            return .leaves(.unreadable(reason: "its text is longer than a report may be"))
        }
        guard let (observer, login) = try signer(of: statement, in: db) else {
            return .leaves(.waits(reason: "its signer is not known here as a user who may sign"))
        }
        if let until = try othersClaim(on: named.draft, than: login, at: now, in: db)?.expiresAt {
            return .leaves(.postponed(until: until))
        }
        return .records(
            statement.text, of: named, by: observer.reviewer(as: login),
            verifiedAt: min(observer.verifiedAt ?? now, now))
    }

    /// The first observer who is exactly one of the users who may sign, with the user's login.
    private static func signer(
        of statement: SignedStatement, in db: Database
    ) throws -> (observer: VerifyingObserver, login: String)? {
        let users = try User.fetchAll(db, sql: "SELECT * FROM user WHERE role = 'reviewer' AND NOT isDisabled")
        for observer in statement.observers {
            let found = users.filter(observer.isUser)
            if found.count == 1, let user = found.first { return (observer, user.login) }
        }
        return nil
    }

    /// Whether the draft was accepted, edited or rejected.
    static func hasVerdict(_ draft: StoredDraft, in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM review WHERE draftRow = ? AND verdict <> 'addended')",
            arguments: [draft.row]) ?? false
    }

    /// Returns the time until which the verdict on the draft can be withdrawn; nil if it has no verdict or a final one.
    static func undoTime(of draft: StoredDraft, in db: Database) throws -> Date? {
        try Int64.fetchOne(
            db, sql: "SELECT undoUntil FROM review WHERE draftRow = ? AND undoUntil IS NOT NULL", arguments: [draft.row]
        ).map(Date.init(milliseconds:))
    }

    /// The claim of another reviewer on the draft's study, if it lasts.
    static func othersClaim(
        on draft: StoredDraft, than login: String, at now: Date, in db: Database
    ) throws -> ReviewClaim? {
        let item = try WorkItem.fetch(draft.workItemRow, in: db)
        guard item.state == .inReview, let claim = try ReviewClaim.fetch(of: item, in: db) else { return nil }
        return claim.login == login || claim.expiresAt <= now ? nil : claim
    }
}
