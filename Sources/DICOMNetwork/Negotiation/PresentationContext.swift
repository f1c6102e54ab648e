internal import CDCMTK
package import DICOMCore

/// A presentation context as the requestor proposes it (PS3.8 9.3.2.2, roles PS3.7 D.3.3.4).
package struct ProposedContext: Sendable, Equatable {
    package let identifier: UInt8
    package let abstractSyntax: String
    /// In the requestor's order of preference.
    package let transferSyntaxes: [String]
    package let requestorIsSCU: Bool
    package let requestorIsSCP: Bool

    /// What PS3.6 calls the abstract syntax; its UID where that has no name, and nothing of what is no UID.
    package var abstractSyntaxName: String {
        if let name = cd_uid_name(abstractSyntax) { return String(cString: name) }
        return UID(abstractSyntax)?.description ?? "(not a UID)"
    }

    /// With the default roles unless told otherwise: the requestor is SCU.
    package init(
        identifier: UInt8, abstractSyntax: String, transferSyntaxes: [String], requestorIsSCU: Bool = true,
        requestorIsSCP: Bool = false
    ) {
        self.identifier = identifier
        self.abstractSyntax = abstractSyntax
        self.transferSyntaxes = transferSyntaxes
        self.requestorIsSCU = requestorIsSCU
        self.requestorIsSCP = requestorIsSCP
    }
}

/// A presentation context both sides agreed on.
package struct PresentationContext: Sendable, Equatable {
    package let identifier: UInt8
    package let abstractSyntax: UID
    package let transferSyntax: TransferSyntax
    /// The peer may send requests of this class.
    package let requestorIsSCU: Bool
    /// The peer takes requests of this class, as in the sub-operations of a C-GET.
    package let requestorIsSCP: Bool
}

/// The answer to a proposed context (PS3.8 Table 9-18).
package enum ContextAnswer: Sendable, Equatable {
    case accepted(PresentationContext)
    case abstractSyntaxNotSupported
    case transferSyntaxesNotSupported
    /// The roles the requestor asks for are none the node plays, or none it plays for this peer.
    case userRejection
}
