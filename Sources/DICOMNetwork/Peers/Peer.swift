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
        /// Decide drafts with signed reports that it sends back.
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
    /// Storage commitment is not a default: a peer that is told that an object is stored durably may delete its own
    /// copy. Neither is signing: whoever calls with the title of such a peer speaks for its radiologists.
    package var permissions: Set<Permission> = [.store, .query, .retrieve]
    /// Limit on its simultaneous associations.
    package var associationLimit = 8
    /// The forms in which drafts and the documents that follow are delivered to it; empty if it is not a destination.
    package var forms: [ReportForm] = []
    /// Whether we request storage commitment from it for what was delivered.
    package var requestsCommitment = false
    /// Whether its storage commitment reports use its own association while that is open.
    package var reportsOnSameAssociation = false

    /// Creates a peer that only connects to us, with the defaults above.
    package init(name: String, aeTitle: AETitle) {
        self.name = name
        self.aeTitle = aeTitle
    }
}
