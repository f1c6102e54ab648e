package import WorkListDatabase

/// What the reporter and the eligibility policy know about a received image without opening its file.
package struct ReceivedImage: Sendable, Equatable {
    package let instance: StoredInstance
    package let modality: String?
    package let bodyPartExamined: String?
    /// Code meaning of the first anatomic region.
    package let anatomicRegion: String?
    package let viewPosition: String?
    package let protocolName: String?
    package let seriesDescription: String?
    package let studyDescription: String?
}
