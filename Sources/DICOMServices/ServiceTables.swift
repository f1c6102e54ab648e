package import DICOMCore
package import DICOMNetwork

/// Tables for the conformance statement (PS3.2), made from the node's own service definitions.
package enum ServiceTables {
    /// One service class.
    package struct Service: Sendable {
        package let name: String
        /// The permission that a peer needs; `nil` if every known peer may use it.
        package let permission: Peer.Permission?
        /// The offers, sorted by UID.
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

    /// The statuses of C-STORE responses, and when each is sent.
    package static let storageStatuses: [(status: DIMSEStatus, meaning: String)] = [
        (
            .success,
            "Stored: file and row are on disk. Also if the same data set was already stored, or the same image: class, study, "
                + "series, patient, look-up tables and samples agree, in any lossless transfer syntax. The first one stays."
        ),
        (
            DIMSEStatus(StorageRefusal.outOfSpace),
            "The free space is below the reserve, or the disk or the work list failed."
        ),
        (
            DIMSEStatus(StorageRefusal.mismatch("")),
            "The data set has another SOP Instance UID or SOP Class UID than the command."
        ),
        (
            DIMSEStatus(StorageRefusal.noDataSet),
            "No data set, or a data set without the required UIDs."
        ),
        (
            DIMSEStatus(StorageRefusal.duplicate(reason: "")),
            "Another object is stored under this SOP Instance UID; this one is kept in quarantine."
        ),
    ]
}
