/// Who asks for an association, and for what (PS3.8 9.3.2).
package struct AssociationRequest: Sendable, Equatable {
    /// Application entity titles as sent, without padding.
    package let callingAETitle: String
    package let calledAETitle: String
    /// The peer's implementation version name; empty where it gives none.
    package let implementation: String
    /// Numeric address and port of the peer.
    package let peer: String
    /// The address without the port.
    package let address: String
    /// Whether it came over TLS.
    package let isSecure: Bool
    package let applicationContext: String

    /// The one that PS3.7 A.2.1 knows.
    package static let dicomApplicationContext = "1.2.840.10008.3.1.1.1"
    package let contexts: [ProposedContext]
}

/// How an association request is answered.
package enum AssociationDecision: Sendable, Equatable {
    /// Each context is answered by itself; refused all the same where the share is used up.
    case accept(NegotiationPolicy, AssociationShare)
    /// With what the operator is told, which may be more than the peer is.
    case reject(Rejection, reason: String)
}

/// Whose associations are counted together, and how many there may be at a time.
package struct AssociationShare: Sendable, Equatable {
    package let holder: String
    package let limit: Int

    package init(holder: String, limit: Int) {
        self.holder = holder
        self.limit = limit
    }
}
