package import DICOMCore
package import DICOMNetwork

/// What the node does, as tables made from what it does it with: for the conformance statement (PS3.2).
package enum ServiceTables {
    /// One service class.
    package struct Service: Sendable {
        package let name: String
        /// What a peer must be allowed; `nil` where every known peer may.
        package let permission: Peer.Permission?
        /// In the order of the identifiers.
        package let offers: [(abstractSyntax: UID, offer: NegotiationPolicy.Offer)]

        fileprivate init(_ name: String, _ service: any ServiceClass.Type) {
            self.name = name
            permission = service.permission
            offers = service.offers.sorted { $0.key.description < $1.key.description }
                .map { (abstractSyntax: $0.key, offer: $0.value) }
        }
    }

    /// Every service class of the node.
    package static let services = [
        Service("Verification", VerificationService.self), Service("Storage", StorageService.self),
        Service("Query (C-FIND)", QueryService.self), Service("Retrieve (C-GET)", GetService.self),
        Service("Retrieve (C-MOVE)", MoveService.self), Service("Storage Commitment", CommitmentService.self),
        Service("Storage Commitment reports", CommitmentReportService.self),
    ]

    /// What C-STORE is answered, and when.
    package static let storageStatuses: [(status: DIMSEStatus, meaning: String)] = [
        (.success, "Stored: file and row are on disk. Also where the same bytes were stored before."),
        (
            DIMSEStatus(StorageRefusal.outOfSpace),
            "Less space is free than is kept in reserve, or the disk or the work list failed."
        ),
        (
            DIMSEStatus(StorageRefusal.mismatch("")),
            "The data set is another object, or of another class, than the command says."
        ),
        (
            DIMSEStatus(StorageRefusal.noDataSet),
            "No data set, one that does not identify itself, or a series of another study."
        ),
        (
            DIMSEStatus(StorageRefusal.duplicate),
            "Other bytes are stored under this SOP Instance UID; these are kept in quarantine."
        ),
    ]
}
