package import DICOMCore

/// What the node offers: for each abstract syntax the transfer syntaxes and the roles it plays.
package struct NegotiationPolicy: Sendable, Equatable {
    /// What is offered for one abstract syntax.
    package struct Offer: Sendable, Equatable {
        package let transferSyntaxes: Set<TransferSyntax>
        /// The node takes requests of this class.
        package let isSCP: Bool
        /// The node sends requests of this class to whoever asked it to.
        package let isSCU: Bool

        /// As SCP alone unless told otherwise.
        package init(transferSyntaxes: [TransferSyntax], isSCP: Bool = true, isSCU: Bool = false) {
            self.transferSyntaxes = Set(transferSyntaxes)
            self.isSCP = isSCP
            self.isSCU = isSCU
        }

        /// What either offers.
        package func joined(with other: Offer) -> Offer {
            Offer(
                transferSyntaxes: Array(transferSyntaxes.union(other.transferSyntaxes)), isSCP: isSCP || other.isSCP,
                isSCU: isSCU || other.isSCU)
        }
    }

    private let offers: [UID: Offer]

    /// Refuses every abstract syntax that is not in `offers`.
    package init(_ offers: [UID: Offer]) { self.offers = offers }

    /// Answers one proposed context, with the first of the requestor's transfer syntaxes that is offered and can be
    /// decoded, else the first that is offered: the sender knows best what it has, and nothing is converted on the way,
    /// but a sender that can write its images in another coding should not choose one that gets no draft.
    package func answer(_ proposed: ProposedContext) -> ContextAnswer {
        guard let abstractSyntax = UID(proposed.abstractSyntax), let offer = offers[abstractSyntax] else {
            return .abstractSyntaxNotSupported
        }
        guard proposed.requestorIsSCU && offer.isSCP || proposed.requestorIsSCP && offer.isSCU else {
            return .userRejection
        }
        let known = proposed.transferSyntaxes.compactMap { TransferSyntax(uid: $0) }
            .filter(offer.transferSyntaxes.contains)
        guard let chosen = known.first(where: \.isDecodable) ?? known.first else {
            return .transferSyntaxesNotSupported
        }
        return .accepted(
            PresentationContext(
                identifier: proposed.identifier, abstractSyntax: abstractSyntax, transferSyntax: chosen,
                requestorIsSCU: proposed.requestorIsSCU && offer.isSCP,
                requestorIsSCP: proposed.requestorIsSCP && offer.isSCU))
    }
}
