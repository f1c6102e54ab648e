/// Who asks for an association, and for what (PS3.8 9.3.2).
package struct AssociationRequest: Sendable, Equatable {
    /// Application entity titles as sent, without padding.
    package let callingAETitle: String
    package let calledAETitle: String
    /// The peer's implementation version name; empty where it gives none.
    package let implementation: String
    /// Numeric address and port of the peer.
    package let peer: String
    package let contexts: [ProposedContext]
}

/// How an association request is answered.
package enum AssociationDecision: Sendable, Equatable {
    /// Each context is answered by itself.
    case accept(NegotiationPolicy)
    case reject(Rejection)
}

/// Why an association is rejected (PS3.8 Table 9-21).
package struct Rejection: Sendable, Equatable {
    package let isTransient: Bool
    package let source: UInt8
    package let reason: UInt8

    package static let callingAETitleNotRecognized = Rejection(isTransient: false, source: 1, reason: 3)
    package static let calledAETitleNotRecognized = Rejection(isTransient: false, source: 1, reason: 7)
    package static let localLimitExceeded = Rejection(isTransient: true, source: 3, reason: 2)
}
