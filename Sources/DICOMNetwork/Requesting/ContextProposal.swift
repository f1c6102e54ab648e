package import DICOMCore

/// A presentation context to propose to a peer.
package struct ContextProposal: Sendable, Equatable {
    package var abstractSyntax: UID
    /// In order of preference; the peer chooses one.
    package var transferSyntaxes: [TransferSyntax]
    /// The roles that the node requests, the same in every context of one abstract syntax (PS3.7 D.3.3.4).
    package var isSCU: Bool
    package var isSCP: Bool

    /// The default is SCU only.
    package init(_ abstractSyntax: UID, _ transferSyntaxes: [TransferSyntax], isSCU: Bool = true, isSCP: Bool = false) {
        self.abstractSyntax = abstractSyntax
        self.transferSyntaxes = transferSyntaxes
        self.isSCU = isSCU
        self.isSCP = isSCP
    }

    /// The most contexts in one association (PS3.8 9.3.2.2: odd identifiers from 1 to 255).
    package static let limit = 128
}
