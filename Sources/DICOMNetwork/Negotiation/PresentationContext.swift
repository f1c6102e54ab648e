internal import CDCMTK
package import DICOMCore

/// A presentation context that a requestor proposes (PS3.8 9.3.2.2, roles PS3.7 D.3.3.4).
package struct ProposedContext: Sendable, Equatable {
    package let identifier: UInt8
    package let abstractSyntax: String
    /// In the requestor's order of preference.
    package let transferSyntaxes: [String]
    package let requestorIsSCU: Bool
    package let requestorIsSCP: Bool

    /// The abstract syntax's name in PS3.6, or its UID if it has none; an invalid UID is not shown.
    package var abstractSyntaxName: String {
        if let name = cd_uid_name(abstractSyntax) { return String(cString: name) }
        return UID(abstractSyntax)?.description ?? "(not a UID)"
    }

    /// By default the requestor is SCU only.
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

/// A presentation context that both sides agreed on.
package struct PresentationContext: Sendable, Equatable {
    package let identifier: UInt8
    package let abstractSyntax: UID
    package let transferSyntax: TransferSyntax
    /// Whether the peer may send requests of this class.
    package let requestorIsSCU: Bool
    /// Whether the peer accepts requests of this class, as in the sub-operations of a C-GET.
    package let requestorIsSCP: Bool
}

/// The answer to a proposed context (PS3.8 Table 9-18).
package enum ContextAnswer: Sendable, Equatable {
    case accepted(PresentationContext)
    case abstractSyntaxNotSupported
    case transferSyntaxesNotSupported
    /// The node does not play the requested roles, at all or for this peer.
    case userRejection
}
