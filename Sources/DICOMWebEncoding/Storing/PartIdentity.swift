package import DICOMCore

/// The SOP class and instance that the file meta information names (PS3.10 7.1). It identifies a part whose data set cannot be
/// read.
package struct PartIdentity: Sendable, Equatable {
    package let sopClassUID: String
    package let sopInstanceUID: String

    /// Reads it from a whole file; nil if the file does not have both UIDs.
    package init?(in source: inout ScanSource) {
        var uids: [Tag: String] = [:]
        // A file that is damaged later is named all the same.
        _ = try? FileMetaInformation.read(&uids, in: &source)
        guard let sopClass = uids[FileMetaInformation.sopClassUIDTag].flatMap(UID.init),
            let instance = uids[FileMetaInformation.sopInstanceUIDTag].flatMap(UID.init)
        else { return nil }
        (sopClassUID, sopInstanceUID) = (sopClass.description, instance.description)
    }
}
