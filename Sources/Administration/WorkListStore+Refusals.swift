package import FoundationEssentials
package import WorkListDatabase

/// The latest refusal of a caller or of an object that it sent.
package struct Refusal: Codable, Sendable {
    /// Name of the peer; nil if the caller is not a peer.
    package let peer: String?
    package let callingAETitle: String
    package let address: String
    package let at: Date
    package let reason: String
}

extension WorkListStore {
    /// Returns callers that were refused, or had an object refused, within the last day; the latest first.
    package func refusals(at now: Date = Date()) throws -> [Refusal] {
        try callers().compactMap { caller in
            guard let at = caller.refusedAt, at > now - 86_400, let reason = caller.refusal else { return nil }
            return Refusal(
                peer: caller.peer, callingAETitle: caller.callingAETitle, address: caller.address, at: at,
                reason: reason)
        }.sorted { $0.at > $1.at }
    }
}
