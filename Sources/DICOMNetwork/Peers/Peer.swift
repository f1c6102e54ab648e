package import DICOMCore

/// A DICOM node this one knows: what it may do here, where it is reached, and what is sent to it.
package struct Peer: Sendable, Equatable {
    /// What a peer may do here; C-ECHO is every known peer's right.
    package enum Permission: String, CaseIterable, Sendable {
        /// Send images (C-STORE).
        case store
        /// Ask what is here (C-FIND).
        case query
        /// Fetch objects, or have them sent to a known peer (C-GET, C-MOVE).
        case retrieve
        /// Ask whether objects are kept for good (storage commitment).
        case commit
    }

    /// The operator's name for it: what rows, logs and metrics call it.
    package var name: String
    package var aeTitle: AETitle
    /// Name or address it is called at; `nil` for a peer that only calls.
    package var host: String?
    package var port: UInt16 = 104
    /// Whether it is called over TLS.
    package var usesTLS = false
    /// Addresses it may call from; none means any.
    package var addresses: [AddressRange] = []
    /// Storage commitment is not among them by itself: who is told that an object is kept for good may delete it.
    package var permissions: Set<Permission> = [.store, .query, .retrieve]
    /// Associations it may hold at a time.
    package var associationLimit = 8
    /// The forms that drafts and what becomes of them are delivered to it in; empty for a peer that is no destination.
    package var forms: [ReportForm] = []
    /// Whether it is asked for storage commitment of what was delivered to it.
    package var requestsCommitment = false
    /// Whether its storage commitment reports go over its own association while that is open.
    package var reportsOnSameAssociation = false

    /// A peer that only calls, with the defaults above.
    package init(name: String, aeTitle: AETitle) {
        self.name = name
        self.aeTitle = aeTitle
    }
}
