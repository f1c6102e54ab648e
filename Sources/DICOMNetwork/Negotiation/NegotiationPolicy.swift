package import DICOMCore

/// The node's offers: transfer syntaxes and roles for each abstract syntax.
package struct NegotiationPolicy: Sendable, Equatable {
    /// The offer for one abstract syntax.
    package struct Offer: Sendable, Equatable {
        package let transferSyntaxes: Set<TransferSyntax>
        /// Whether the node accepts requests of this class.
        package let isSCP: Bool
        /// Whether the node sends requests of this class, if the peer asks for it.
        package let isSCU: Bool
        /// The transfer syntax in which the node can send most objects as SCU; it takes precedence over the requestor's
        /// order.
        package let preferred: TransferSyntax?

        /// The default is SCP only.
        package init(
            transferSyntaxes: [TransferSyntax], isSCP: Bool = true, isSCU: Bool = false,
            preferred: TransferSyntax? = nil
        ) {
            self.preferred = preferred
            self.transferSyntaxes = Set(transferSyntaxes)
            self.isSCP = isSCP
            self.isSCU = isSCU
        }

        /// The union of both offers.
        package func joined(with other: Offer) -> Offer {
            Offer(
                transferSyntaxes: Array(transferSyntaxes.union(other.transferSyntaxes)), isSCP: isSCP || other.isSCP,
                isSCU: isSCU || other.isSCU, preferred: preferred ?? other.preferred)
        }
    }

    private let offers: [UID: Offer]
    /// Abstract syntaxes that are offered to others but not to this peer, and the permission it lacks.
    private let withheld: [UID: Peer.Permission]

    /// Refuses every abstract syntax that is not in `offers`.
    package init(_ offers: [UID: Offer], withheld: [UID: Peer.Permission] = [:]) {
        self.offers = offers
        self.withheld = withheld
    }

    /// Why a context is refused, for the operator; `nil` if it is accepted.
    package func reasonToRefuse(_ proposed: ProposedContext) -> String? {
        switch answer(proposed) {
        case .accepted: return nil
        case .transferSyntaxesNotSupported: return "none of its transfer syntaxes is supported"
        case .abstractSyntaxNotSupported, .userRejection:
            guard let abstractSyntax = UID(proposed.abstractSyntax) else { return "not a UID" }
            if let permission = withheld[abstractSyntax] { return "no permission to \(permission.rawValue)" }
            return offers[abstractSyntax] == nil ? "not supported" : "not in this role"
        }
    }

    /// Answers one proposed context with the first of the requestor's transfer syntaxes that is offered and can be
    /// decoded, else the first that is offered. The sender knows best what it has, but one that can encode its images
    /// differently should not choose an encoding that gets no draft. If the requestor is to receive, as in a C-GET, the node
    /// is the sender.
    package func answer(_ proposed: ProposedContext) -> ContextAnswer {
        guard let abstractSyntax = UID(proposed.abstractSyntax), let offer = offers[abstractSyntax] else {
            return UID(proposed.abstractSyntax).flatMap { withheld[$0] } == nil
                ? .abstractSyntaxNotSupported : .userRejection
        }
        guard proposed.requestorIsSCU && offer.isSCP || proposed.requestorIsSCP && offer.isSCU else {
            return .userRejection
        }
        let known = proposed.transferSyntaxes.compactMap { TransferSyntax(uid: $0) }
            .filter(offer.transferSyntaxes.contains)
        let isToReceive = proposed.requestorIsSCP && offer.isSCU
        let preferred = known.first { isToReceive && $0 == offer.preferred }
        guard let chosen = preferred ?? known.first(where: \.isDecodable) ?? known.first else {
            return .transferSyntaxesNotSupported
        }
        return .accepted(
            PresentationContext(
                identifier: proposed.identifier, abstractSyntax: abstractSyntax, transferSyntax: chosen,
                requestorIsSCU: proposed.requestorIsSCU && offer.isSCP,
                requestorIsSCP: proposed.requestorIsSCP && offer.isSCU))
    }
}
