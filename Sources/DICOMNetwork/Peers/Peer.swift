package import DICOMCore

/// A configured DICOM peer: what it may do here, its address, and what is sent to it.
package struct Peer: Sendable, Equatable {
    /// What a peer may do here; every known peer may also send C-ECHO.
    package enum Permission: String, CaseIterable, Sendable {
        /// Send images (C-STORE).
        case store
        /// Query (C-FIND).
        case query
        /// Retrieve objects, or have them sent to a known peer (C-GET, C-MOVE).
        case retrieve
        /// Request storage commitment.
        case commit
        /// Send signed reports that decide drafts.
        case sign
    }

    /// The operator's name for the peer, used in the database, logs and metrics.
    package var name: String
    package var aeTitle: AETitle
    /// Host name or address to connect to; `nil` for a peer that only connects to us.
    package var host: String?
    package var port: UInt16 = 104
    /// Whether we connect to it over TLS.
    package var usesTLS = false
    /// Addresses it may connect from; empty means any.
    package var addresses: [AddressRange] = []
    /// Names, one of which its TLS certificate must have; empty accepts any certificate of the authorities.
    package var certificateNames: [String] = []
    /// Storage commitment is not a default: a peer that is told that an object is stored durably may delete its own
    /// copy. Signing is not a default either: a caller that can use the peer's title can sign for its
    /// radiologists.
    package var permissions: Set<Permission> = [.store, .query, .retrieve]
    /// Limit on its simultaneous associations.
    package var associationLimit = 8
    /// The forms in which drafts and the documents that follow are delivered to it; empty if it is not a destination.
    package var forms: [ReportForm] = []
    /// Whether we request storage commitment from it for what was delivered.
    package var requestsCommitment = false
    /// Whether its storage commitment reports use its own association while that is open.
    package var reportsOnSameAssociation = false

    /// Why a certificate with these names is not the peer's; nil if it is, or if the peer has no certificate names.
    ///
    /// Names are compared without regard to case; a wild card in a certificate is compared literally.
    package func refusal(ofCertificateNaming names: [String]) -> String? {
        let own = Set(certificateNames.map { $0.lowercased() })
        guard !own.isEmpty, own.isDisjoint(with: names.map { $0.lowercased() }) else { return nil }
        let shown = names.prefix(4).map { name in
            String(name.unicodeScalars.prefix(64).map { (0x20...0x7E).contains($0.value) ? Character($0) : "?" })
        }
        guard !shown.isEmpty else { return "its certificate has no name, so it is not that of \(name)" }
        return "its certificate names \(shown.joined(separator: ", ")), not \(name)"
    }

    /// Creates a peer that only connects to us, with the defaults above.
    package init(name: String, aeTitle: AETitle) {
        self.name = name
        self.aeTitle = aeTitle
    }
}
