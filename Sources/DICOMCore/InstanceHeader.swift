/// What the work list knows of one instance without decoding it: its identity and the attributes it is searched by.
///
/// Text is decoded to Unicode by the data set's Specific Character Set (0008,0005) and stripped of padding; an
/// attribute that is absent, empty or longer than the scan reads is `nil`. Nothing here has been checked for truth:
/// a modality wrote it, or somebody who says so.
package struct InstanceHeader: Sendable, Equatable, Codable {
    /// Unique identifiers (PS3.3 C.12.1, C.7.2.1, C.7.3.1): never empty, each of them a valid `UID`.
    package var sopClassUID: String
    package var sopInstanceUID: String
    package var studyInstanceUID: String
    package var seriesInstanceUID: String
    /// The transfer syntax the data set's bytes are in.
    package var transferSyntaxUID: String

    /// Defined terms of (0008,0005) as they stand, separated by `\`.
    package var specificCharacterSet: String?

    package var patientID: String?
    /// Person name with its component groups, `family^given=ideographic=phonetic` (PS3.5 6.2).
    package var patientName: String?
    /// `YYYYMMDD` where the sender follows the standard.
    package var patientBirthDate: String?
    package var patientSex: String?

    package var accessionNumber: String?
    package var studyID: String?
    package var studyDate: String?
    package var studyTime: String?
    package var studyDescription: String?
    package var referringPhysicianName: String?

    package var modality: String?
    package var seriesNumber: Int?
    package var seriesDescription: String?
    package var bodyPartExamined: String?
    /// Item 1 of Anatomic Region Sequence (0008,2218).
    package var anatomicRegion: CodedConcept?
    package var viewPosition: String?
    package var protocolName: String?

    package var instanceNumber: Int?
    package var rows: Int?
    package var columns: Int?
    package var numberOfFrames: Int?
    package var contentDate: String?
    package var contentTime: String?

    /// A header with its identity and nothing else; the rest is set by who knows it.
    package init(
        sopClassUID: String, sopInstanceUID: String, studyInstanceUID: String, seriesInstanceUID: String,
        transferSyntaxUID: String
    ) {
        self.sopClassUID = sopClassUID
        self.sopInstanceUID = sopInstanceUID
        self.studyInstanceUID = studyInstanceUID
        self.seriesInstanceUID = seriesInstanceUID
        self.transferSyntaxUID = transferSyntaxUID
    }
}
