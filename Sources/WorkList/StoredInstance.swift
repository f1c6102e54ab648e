/// An instance the work list holds: what it is and where its bytes are.
package struct StoredInstance: Sendable, Equatable {
    package let sopClassUID: String
    package let sopInstanceUID: String
    package let transferSyntaxUID: String
    package let studyInstanceUID: String
    package let seriesInstanceUID: String
    /// Full path of the file.
    package let path: String
    package let byteCount: Int
    /// SHA-256 of the file, 32 bytes.
    package let sha256: [UInt8]
}

/// What the reporter and the eligibility policy know of a received image without opening it.
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
