import DICOMCore
import DICOMNetwork

/// A service class (PS3.4): what it offers in negotiation, and how it answers requests.
protocol ServiceClass: Sendable {
    /// The offered abstract syntaxes with their transfer syntaxes and roles.
    static var offers: [UID: NegotiationPolicy.Offer] { get }

    /// The permission that a caller needs to be offered this service; `nil` if every caller may use it.
    static var permission: Peer.Permission? { get }

    /// The requests that the service answers; the node refuses all others.
    static var requests: Set<CommandSet.Field> { get }

    /// Answers one request, whose data set has not been read yet.
    ///
    /// - Throws: errors that end the association; every other failure is a status in the response.
    func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError)
}

extension ServiceClass {
    var offers: [UID: NegotiationPolicy.Offer] { Self.offers }
    var permission: Peer.Permission? { Self.permission }
    var requests: Set<CommandSet.Field> { Self.requests }
}
