import DICOMCore
import DICOMNetwork

/// A service class of PS3.4: what it offers in negotiation, and how it answers.
protocol ServiceClass: Sendable {
    /// Abstract syntaxes with their transfer syntaxes and roles.
    static var offers: [UID: NegotiationPolicy.Offer] { get }

    /// What a caller must be allowed for these to be offered; `nil` where every caller may.
    static var permission: Peer.Permission? { get }

    /// Which requests it takes; to others the node answers itself.
    static var requests: Set<CommandSet.Field> { get }

    /// Answers one request, whose data set has not been read.
    ///
    /// - Throws: what ends the association; everything else is a status in the response.
    func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError)
}

extension ServiceClass {
    var offers: [UID: NegotiationPolicy.Offer] { Self.offers }
    var permission: Peer.Permission? { Self.permission }
    var requests: Set<CommandSet.Field> { Self.requests }
}
