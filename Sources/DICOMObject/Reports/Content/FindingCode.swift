import DICOMCore

/// The code of a finding in coded documents: the one that DICOM lists, or else a private one.
///
/// SNOMED CT beyond DICOM's lists needs a licence, and no published list maps the findings of the public data sets to
/// it. A private code honestly says that the meaning is just the model's label.
package enum FindingCode {
    /// Coding Scheme Designator (0008,0102) of the private codes.
    package static let privateScheme = "99THORAXD"
    package static let privateSchemeName = "Findings named by the model of thoraxd"

    /// Labels of ChestX-ray14, CheXpert and the main ones of PadChest for which PS3.16 has a code, with its context
    /// group.
    private static let listed: [String: CodedConcept] = [
        "pneumothorax": sct("36118008", "Pneumothorax"),  // CID 6105
        "effusion": sct("60046008", "Pleural effusion"),  // CID 645; ChestX-ray14's meaning
        "pleural effusion": sct("60046008", "Pleural effusion"),
        "edema": sct("19242006", "Pulmonary edema"),  // CID 3700
        "cardiomegaly": sct("287272002", "Cardiomegaly"),  // CID 12248
        "nodule": sct("27925004", "Nodule"),  // CID 6104
        "mass": sct("4147007", "Mass"),  // CID 6104
        "fibrosis": sct("112674009", "Fibrosis"),  // CID 6336
        "lung opacity": CodedConcept(value: "112001", scheme: "DCM", meaning: "Opacity"),  // CID 6104
        "infiltration": CodedConcept(value: "112121", scheme: "DCM", meaning: "Infiltrate"),  // CID 6104
    ]

    /// Labels that mean "nothing found": they are not findings, have no code and appear only in the text.
    private static let negative: Set<String> = ["no finding", "normal"]

    /// The code of a model's label; nil if the label is not a finding.
    static func concept(of finding: AssessedFinding) -> CodedConcept? {
        if negative.contains(finding.name) { return nil }
        if let code = listed[finding.name] { return code }
        let meaning = finding.name.prefix(1).uppercased() + finding.name.dropFirst()
        return CodedConcept(
            value: privateValue(finding.name), scheme: privateScheme, meaning: ReportingDevice.longString(meaning))
    }

    /// The label in capitals if it is a valid Code Value (VR SH: 16 characters), otherwise its beginning and a number
    /// derived from all of it.
    private static func privateValue(_ name: String) -> String {
        let value = String(name.uppercased().map { $0 == " " ? "-" : $0 })
        let isPlain = value.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x2D }
        if isPlain && value.utf8.count <= 16 { return value }
        let letters = value.filter { $0.isASCII && ($0.isLetter || $0 == "-") }
        return letters.prefix(9) + "-" + UID.derived(from: ["finding", name]).description.suffix(6)
    }

    private static func sct(_ value: String, _ meaning: String) -> CodedConcept {
        CodedConcept(value: value, scheme: "SCT", meaning: meaning)
    }
}
