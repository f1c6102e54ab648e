package import DICOMCore

/// The codes of the draft (PS3.16; context groups named where they are defined).
extension CodedConcept {
    private init(dcm value: String, _ meaning: String) { self.init(value: value, scheme: "DCM", meaning: meaning) }

    /// CID 7000, document titles.
    static let diagnosticImagingReport = CodedConcept(
        value: "18748-4", scheme: "LN", meaning: "Diagnostic Imaging Report")
    /// TID 1204.
    static let language = CodedConcept(dcm: "121049", "Language of Content Item and Descendants")
    package static let english = CodedConcept(value: "en", scheme: "RFC5646", meaning: "English")

    // TID 1002, TID 1004
    static let observerType = CodedConcept(dcm: "121005", "Observer Type")
    static let device = CodedConcept(dcm: "121007", "Device")
    static let deviceObserverUID = CodedConcept(dcm: "121012", "Device Observer UID")
    static let deviceObserverName = CodedConcept(dcm: "121013", "Device Observer Name")
    static let deviceObserverManufacturer = CodedConcept(dcm: "121014", "Device Observer Manufacturer")
    static let deviceObserverModelName = CodedConcept(dcm: "121015", "Device Observer Model Name")
    static let deviceObserverSerialNumber = CodedConcept(dcm: "121016", "Device Observer Serial Number")

    // CID 7001, headings. The standard has since replaced these codes by LOINC's; as a baseline group it allows both,
    // and these are the ones that receivers and validators know.
    static let findings = CodedConcept(dcm: "121070", "Findings")
    static let impressions = CodedConcept(dcm: "121072", "Impressions")

    // CID 7002, elements
    static let finding = CodedConcept(dcm: "121071", "Finding")
    static let impression = CodedConcept(dcm: "121073", "Impression")
    /// A heading as well.
    static let summary = CodedConcept(dcm: "121111", "Summary")
    /// CID 7003.
    static let bestIllustration = CodedConcept(dcm: "121080", "Best illustration of finding")

    /// CID 7005.
    static let processingEquipment = CodedConcept(dcm: "109102", "Processing Equipment")
}
