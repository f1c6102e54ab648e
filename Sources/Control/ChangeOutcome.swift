package import Retention
package import Review

/// What a change came to: what the caller cannot read from the work list afterwards.
package enum ChangeOutcome: Codable, Sendable, Equatable {
    case done
    /// How many rows were changed.
    case count(Int)
    case opened(ReviewClaim)
    /// The id of the verdict that was recorded.
    case signed(review: Int64)
    /// The verdict that a confirmed report became, and the peers that get it.
    case confirmed(review: Int64, destinations: [String])
    case user(User)
    /// The secret of a new token, which is not known afterwards.
    case token(secret: String)
    case retention(RetentionReport)
    case removed(Removal)
    /// The SOP Instance UID under which an object of the quarantine is stored now.
    case admitted(sopInstanceUID: String)
}
