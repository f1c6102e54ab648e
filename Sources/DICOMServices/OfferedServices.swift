import DICOMCore
import DICOMNetwork

/// The node's services together: which of them answers, and what each caller is offered of them.
struct OfferedServices: Sendable {
    private let services: [any ServiceClass]
    private let byAbstractSyntax: [UID: any ServiceClass]
    /// Those that take notifications where the peer is SCP.
    private let notified: [UID: any ServiceClass]
    private let policies: [Set<Peer.Permission>: NegotiationPolicy]

    /// Where two services offer one abstract syntax, as storage and retrieval do for images, the last that takes
    /// requests of it answers them, and the offers are joined.
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

    /// What a caller with these permissions is offered.
    func policy(for permissions: Set<Peer.Permission>) -> NegotiationPolicy {
        policies[permissions] ?? NegotiationPolicy([:])
    }

    /// The service that answers a request; `nil` where none does in the roles of its context.
    func service(for message: Association.Message) -> (any ServiceClass)? {
        guard let field = message.command.field else { return nil }
        let context = message.context
        let service = context.requestorIsSCU ? byAbstractSyntax[context.abstractSyntax] : nil
        if let service, service.requests.contains(field) { return service }
        let notified = context.requestorIsSCP ? notified[context.abstractSyntax] : nil
        return notified.flatMap { $0.requests.contains(field) ? $0 : nil }
    }

    /// The permissions without which a caller cannot do what it asks to.
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
