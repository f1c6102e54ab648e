import DICOMCore
import DICOMNetwork

/// The services of the node: selects the one that answers a request, and what each caller is offered.
struct OfferedServices: Sendable {
    private let services: [any ServiceClass]
    private let byAbstractSyntax: [UID: any ServiceClass]
    /// Services that receive notifications from a peer that is SCP.
    private let notified: [UID: any ServiceClass]
    private let policies: [Set<Peer.Permission>: NegotiationPolicy]

    /// If two services offer the same abstract syntax, as storage and retrieval do for images, the last one that offers
    /// it as SCP answers, and the offers are merged.
    init(_ services: [any ServiceClass]) {
        self.services = services
        var byAbstractSyntax: [UID: any ServiceClass] = [:]
        for service in services {
            for (abstractSyntax, offer) in service.offers where offer.isSCP {
                byAbstractSyntax[abstractSyntax] = service
            }
        }
        self.byAbstractSyntax = byAbstractSyntax
        var notified: [UID: any ServiceClass] = [:]
        for service in services where service.requests.contains(.eventReportRequest) {
            for (abstractSyntax, offer) in service.offers where offer.isSCU { notified[abstractSyntax] = service }
        }
        self.notified = notified
        var policies: [Set<Peer.Permission>: NegotiationPolicy] = [:]
        for permissions in Self.everySet() { policies[permissions] = Self.policy(services, permissions) }
        self.policies = policies
    }

    /// The negotiation policy for a caller with these permissions.
    func policy(for permissions: Set<Peer.Permission>) -> NegotiationPolicy {
        policies[permissions] ?? NegotiationPolicy([:])
    }

    /// The service that answers a request; `nil` if no service has the roles of the context.
    func service(for message: Association.Message) -> (any ServiceClass)? {
        guard let field = message.command.field else { return nil }
        let context = message.context
        let service = context.requestorIsSCU ? byAbstractSyntax[context.abstractSyntax] : nil
        if let service, service.requests.contains(field) { return service }
        let notified = context.requestorIsSCP ? notified[context.abstractSyntax] : nil
        return notified.flatMap { $0.requests.contains(field) ? $0 : nil }
    }

    /// The permissions that a caller needs for the contexts it proposes.
    func permissions(neededFor contexts: [ProposedContext]) -> Set<Peer.Permission> {
        Set(
            contexts.filter(\.requestorIsSCU).compactMap { context in
                UID(context.abstractSyntax).flatMap { byAbstractSyntax[$0]?.permission }
            })
    }

    private static func policy(
        _ services: [any ServiceClass], _ permissions: Set<Peer.Permission>
    ) -> NegotiationPolicy {
        var offers: [UID: NegotiationPolicy.Offer] = [:]
        var withheld: [UID: Peer.Permission] = [:]
        for service in services {
            if let permission = service.permission, !permissions.contains(permission) {
                for (abstractSyntax, offer) in service.offers where offer.isSCP {
                    withheld[abstractSyntax] = permission
                }
            } else {
                offers.merge(service.offers) { $0.joined(with: $1) }
            }
        }
        return NegotiationPolicy(offers, withheld: withheld)
    }

    private static func everySet() -> [Set<Peer.Permission>] {
        Peer.Permission.allCases.reduce([[]]) { sets, permission in sets + sets.map { $0.union([permission]) } }
    }
}
