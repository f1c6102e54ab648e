/// A peer's request for an association (PS3.8 9.3.2).
package struct AssociationRequest: Sendable, Equatable {
    /// AE titles as sent, without padding.
    package let callingAETitle: String
    package let calledAETitle: String
    /// The peer's implementation version name; empty if it sent none.
    package let implementation: String
    /// Numeric address and port of the peer.
    package let peer: String
    /// The address without the port.
    package let address: String
    /// Whether it arrived over TLS.
    package let isSecure: Bool
    package let applicationContext: String

    /// The only application context that PS3.7 A.2.1 defines.
    package static let dicomApplicationContext = "1.2.840.10008.3.1.1.1"
    package let contexts: [ProposedContext]
    /// The names in the peer's TLS certificate: its DNS names, or its common names if it has no DNS name. Empty
    /// without a certificate.
    package var certificateNames: [String] = []
}

/// The answer to an association request.
package enum AssociationDecision: Sendable, Equatable {
    /// Each context is then answered separately; the request is still rejected if the share is used up.
    case accept(NegotiationPolicy, AssociationShare)
    /// The reason is for the operator and may say more than the peer is told.
    case reject(Rejection, reason: String)
}

/// A group of associations that are counted together, and its limit.
package struct AssociationShare: Sendable, Equatable {
    package let holder: String
    package let limit: Int

    package init(holder: String, limit: Int) {
        self.holder = holder
        self.limit = limit
    }
}
