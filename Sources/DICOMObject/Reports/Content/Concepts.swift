package import DICOMCore

/// The codes in our documents (PS3.16), with the context groups that define them.
extension CodedConcept {
    private init(dcm value: String, _ meaning: String) { self.init(value: value, scheme: "DCM", meaning: meaning) }

    /// CID 7000, document titles.
    package static let diagnosticImagingReport = CodedConcept(
        value: "18748-4", scheme: "LN", meaning: "Diagnostic Imaging Report")
    /// TID 1204.
    static let language = CodedConcept(dcm: "121049", "Language of Content Item and Descendants")
    package static let english = CodedConcept(value: "en", scheme: "RFC5646", meaning: "English")

    /// TID 1500.
    package static let imagingMeasurementReport = CodedConcept(dcm: "126000", "Imaging Measurement Report")

    // TID 1002, TID 1003, TID 1004
    static let observerType = CodedConcept(dcm: "121005", "Observer Type")
    static let person = CodedConcept(dcm: "121006", "Person")
    static let personObserverName = CodedConcept(dcm: "121008", "Person Observer Name")
    static let personObserverOrganization = CodedConcept(dcm: "121009", "Person Observer's Organization Name")
    static let device = CodedConcept(dcm: "121007", "Device")
    static let deviceObserverUID = CodedConcept(dcm: "121012", "Device Observer UID")
    static let deviceObserverName = CodedConcept(dcm: "121013", "Device Observer Name")
    static let deviceObserverManufacturer = CodedConcept(dcm: "121014", "Device Observer Manufacturer")
    static let deviceObserverModelName = CodedConcept(dcm: "121015", "Device Observer Model Name")
    static let deviceObserverSerialNumber = CodedConcept(dcm: "121016", "Device Observer Serial Number")

    // CID 7001, headings. The standard has since replaced these codes by LOINC codes; a baseline group allows both, and
    // receivers and validators know these.
    static let findings = CodedConcept(dcm: "121070", "Findings")
    static let impressions = CodedConcept(dcm: "121072", "Impressions")
    static let conclusions = CodedConcept(dcm: "121076", "Conclusions")
    static let addendum = CodedConcept(dcm: "121078", "Addendum")

    // CID 7002, elements
    static let finding = CodedConcept(dcm: "121071", "Finding")
    static let impression = CodedConcept(dcm: "121073", "Impression")
    static let conclusion = CodedConcept(dcm: "121077", "Conclusion")
    /// CID 7001 and CID 7002: a heading as well as an element.
    static let summary = CodedConcept(dcm: "121111", "Summary")
    /// CID 7003.
    static let bestIllustration = CodedConcept(dcm: "121080", "Best illustration of finding")

    /// TID 2001, and the numeric value in a TID 1501 group: the model's probability.
    static let certaintyOfFinding = CodedConcept(dcm: "111012", "Certainty of Finding")
    static let percent = CodedConcept(value: "%", scheme: "UCUM", meaning: "Percent")

    // TID 1500, 1501, 1600, 4019
    static let procedureReported = CodedConcept(dcm: "121058", "Procedure reported")
    /// CID 100, which has no code for radiography.
    static let imagingProcedure = CodedConcept(value: "363679005", scheme: "SCT", meaning: "Imaging procedure")
    static let imageLibrary = CodedConcept(dcm: "111028", "Image Library")
    static let imageLibraryGroup = CodedConcept(dcm: "126200", "Image Library Group")
    static let imagingMeasurements = CodedConcept(dcm: "126010", "Imaging Measurements")
    static let measurementGroup = CodedConcept(dcm: "125007", "Measurement Group")
    static let trackingIdentifier = CodedConcept(dcm: "112039", "Tracking Identifier")
    static let trackingUniqueIdentifier = CodedConcept(dcm: "112040", "Tracking Unique Identifier")
    static let algorithmName = CodedConcept(dcm: "111001", "Algorithm Name")
    static let algorithmVersion = CodedConcept(dcm: "111003", "Algorithm Version")
    static let algorithmParameters = CodedConcept(dcm: "111002", "Algorithm Parameters")
    static let qualitativeEvaluations = CodedConcept(
        value: "C0034375", scheme: "UMLS", meaning: "Qualitative Evaluations")
    static let comment = CodedConcept(dcm: "121106", "Comment")
    // CID 240
    static let present = CodedConcept(value: "52101004", scheme: "SCT", meaning: "Present")
    static let absent = CodedConcept(value: "272519000", scheme: "SCT", meaning: "Absent")
    static let undetermined = CodedConcept(value: "373068000", scheme: "SCT", meaning: "Undetermined")

    // CID 7009, purposes of a reference
    static let replacedReport = CodedConcept(dcm: "121360", "Replaced report")
    static let addendedReport = CodedConcept(dcm: "121361", "Addended report")
    static let preliminaryReport = CodedConcept(dcm: "121362", "Preliminary report")

    // TID 2010, and its titles of CID 7010
    static let rejectedForQuality = CodedConcept(dcm: "113001", "Rejected for Quality Reasons")
    static let rejectedForPatientSafety = CodedConcept(dcm: "113037", "Rejected for Patient Safety Reasons")
    static let incorrectWorklistEntry = CodedConcept(dcm: "113038", "Incorrect Modality Worklist Entry")
    static let keyObjectDescription = CodedConcept(dcm: "113012", "Key Object Description")

    /// CID 7005.
    static let processingEquipment = CodedConcept(dcm: "109102", "Processing Equipment")
}
