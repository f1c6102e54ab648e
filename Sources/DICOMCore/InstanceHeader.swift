/// What the work list knows about an instance without decoding it: its identity and the attributes it is searched by.
///
/// Text is decoded to Unicode by the data set's Specific Character Set (0008,0005), without loss, and stripped of padding
/// (`CharacterSet`); an attribute that is absent, empty or too long for the scan is `nil`. The values are as the sender wrote them and are
/// not verified.
package struct InstanceHeader: Sendable, Equatable, Codable {
    /// Unique identifiers (PS3.3 C.12.1, C.7.2.1, C.7.3.1): never empty, each a valid `UID`.
    package var sopClassUID: String
    package var sopInstanceUID: String
    package var studyInstanceUID: String
    package var seriesInstanceUID: String
    /// The transfer syntax of the data set's bytes.
    package var transferSyntaxUID: String

    /// Defined terms of (0008,0005) as sent, separated by `\`.
    package var specificCharacterSet: String?
    /// `+HHMM` or `-HHMM`.
    package var timezoneOffsetFromUTC: String?

    package var patientID: String?
    /// Issuer of the Patient ID (0010,0021): distinguishes patients with the same ID.
    package var issuerOfPatientID: String?
    /// Person name with its component groups, `family^given=ideographic=phonetic` (PS3.5 6.2).
    package var patientName: String?
    /// `YYYYMMDD` if the sender follows the standard.
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
    package var seriesDate: String?
    package var seriesTime: String?
    package var performedProcedureStepStartDate: String?
    package var performedProcedureStepStartTime: String?
    /// Item 1 of Request Attributes Sequence (0040,0275).
    package var requestAttributes: RequestedProcedure?
    package var bodyPartExamined: String?
    /// Item 1 of Anatomic Region Sequence (0008,2218).
    package var anatomicRegion: CodedConcept?
    package var viewPosition: String?
    /// Item 1 of View Code Sequence (0054,0220).
    package var viewCode: CodedConcept?
    /// View Modifier Code Sequence (0054,0222) in that item.
    package var viewModifiers: [CodedConcept] = []
    /// Values separated by `\`.
    package var patientOrientation: String?
    /// Values separated by `\`.
    package var imageType: String?
    package var acquisitionDeviceProcessingDescription: String?
    package var protocolName: String?

    package var instanceNumber: Int?
    package var rows: Int?
    package var columns: Int?
    package var bitsAllocated: Int?
    package var numberOfFrames: Int?
    package var contentDate: String?
    package var contentTime: String?

    /// `PARTIAL` or `COMPLETE`, for a structured report (PS3.3 C.17.2).
    package var completionFlag: String?
    /// `UNVERIFIED` or `VERIFIED`.
    package var verificationFlag: String?
    /// Concept Name Code Sequence (0040,A043) of the root content item: the title of a structured report.
    package var documentTitle: CodedConcept?
    /// Item 1 of Verifying Observer Sequence (0040,A073).
    package var verifyingObserverName: String?
    /// `YYYYMMDDHHMMSS.FFFFFF`, with or without an offset from UTC.
    package var verificationDateTime: String?
    /// Item 1 of Referenced Request Sequence (0040,A370): the order that a structured report fulfils.
    package var referencedRequest: RequestedProcedure?

    /// Creates a header with the identity only; the caller sets the rest.
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

/// The order (PS3.3 C.17.2, 10.6): identifiers from the information system.
package struct RequestedProcedure: Sendable, Hashable, Codable {
    package var accessionNumber: String?
    package var requestedProcedureID: String?
    package var scheduledProcedureStepID: String?

    /// Each of the three may be unknown.
    package init(
        accessionNumber: String? = nil, requestedProcedureID: String? = nil, scheduledProcedureStepID: String? = nil
    ) {
        self.accessionNumber = accessionNumber
        self.requestedProcedureID = requestedProcedureID
        self.scheduledProcedureStepID = scheduledProcedureStepID
    }
}
