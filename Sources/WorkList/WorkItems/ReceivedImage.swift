package import DICOMCore
package import WorkListDatabase

/// What the reporter and the eligibility policy know about a received image without opening its file.
package struct ReceivedImage: Sendable, Equatable {
    package let instance: StoredInstance
    /// That of the study's first image. It must never be logged.
    package let patientID: String?
    package let rows: Int?
    package let columns: Int?
    package let modality: String?
    package let bodyPartExamined: String?
    /// The first anatomic region; its code is empty in images that were stored before the codes were kept.
    package let anatomicRegion: CodedConcept?
    package let viewPosition: String?
    package let viewCode: CodedConcept?
    /// What the view's code leaves open, such as a tilted beam.
    package let viewModifiers: [CodedConcept]
    /// Values separated by `\`.
    package let patientOrientation: String?
    /// Values separated by `\`.
    package let imageType: String?
    package let acquisitionDeviceProcessingDescription: String?
    package let protocolName: String?
    package let seriesDescription: String?
    package let studyDescription: String?
}

extension ReceivedImage {
    /// What its file must have too.
    package var identity: ImageIdentity {
        ImageIdentity(
            studyInstanceUID: instance.studyInstanceUID, sopInstanceUID: instance.sopInstanceUID,
            patientID: patientID, rows: rows, columns: columns)
    }
}
