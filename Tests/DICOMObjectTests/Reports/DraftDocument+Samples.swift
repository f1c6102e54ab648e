import DICOMCore
import Foundation

@testable import DICOMObject

extension ReportingDevice {
    static let sample = ReportingDevice(
        manufacturer: "thoraxd project", modelName: "thoraxd-demo", modelVersion: "1.0",
        weightsHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", serialNumber: "TEST-1",
        softwareVersion: "thoraxd 0.1.0", name: "THORAXD")
}

extension AssessedFinding {
    /// One listed and one private code on either side of the threshold, and a label that is not a finding.
    static let samples = [
        AssessedFinding(label: "Effusion", probability: 0.814, threshold: 0.4),
        AssessedFinding(label: "Pleural_Thickening", probability: 0.62, threshold: 0.5),
        AssessedFinding(label: "Pneumothorax", probability: 0.03, threshold: 0.25),
        AssessedFinding(label: "Consolidation", probability: 0.126, threshold: 0.5),
        AssessedFinding(label: "No Finding", probability: 0.7, threshold: 0.5),
    ]
}

extension ReportForm {
    static let structuredReports: [ReportForm] = [.basicTextSR, .enhancedSR, .comprehensive3DSR]
}

extension InstanceReference {
    static let sample = InstanceReference(
        studyInstanceUID: "1.2.3.4", seriesInstanceUID: "1.2.3.4.77", sopClassUID: "1.2.840.10008.5.1.4.1.1.88.11",
        sopInstanceUID: "1.2.3.4.77.1")
}

extension DraftDocument {
    static let sample = DraftDocument(
        findings: [
            "The lungs are clear. No pleural effusion or pneumothorax.",
            "Model probabilities: Effusion 0.12, Pneumothorax 0.03; threshold 0.50.",
        ],
        impression: ["No acute cardiopulmonary abnormality."], assessments: AssessedFinding.samples, revision: 1,
        contentDate: "20261122",
        contentTime: "101500", device: .sample)

    /// A test draft with these texts.
    static func sample(findings: [String]) -> DraftDocument {
        var report = sample
        report.findings = findings
        return report
    }
}

extension SyntheticObject {
    /// A chest radiograph with every attribute that a report copies; `name` is encoded in `characterSet`.
    static func chest(
        instance: String = "1.2.3.4.1", characterSet: String? = "ISO_IR 100", name: [UInt8] = Array("Doe^Jane".utf8)
    ) -> SyntheticObject {
        var object = SyntheticObject(pixels: [0, 1])
        if let characterSet { object.set(0x0008, 0x0005, "CS", text: characterSet) }
        object.set(0x0008, 0x0016, "UI", text: "1.2.840.10008.5.1.4.1.1.1")
        object.set(0x0008, 0x0018, "UI", text: instance)
        object.set(0x0008, 0x0020, "DA", text: "20261121")
        object.set(0x0008, 0x0030, "TM", text: "081500")
        object.set(0x0008, 0x0050, "SH", text: "A-17 ")
        object.set(0x0008, 0x0060, "CS", text: "CR")
        object.set(0x0008, 0x0090, "PN", text: "Ref^Erring")
        object.set(0x0010, 0x0010, "PN", bytes: name, padding: 0x20)
        object.set(0x0010, 0x0020, "LO", text: " 0042")
        object.set(0x0010, 0x0021, "LO", text: "HOSPITAL")
        object.set(0x0010, 0x0030, "DA", text: "19500101")
        object.set(0x0010, 0x0040, "CS", text: "F")
        object.set(0x0020, 0x000D, "UI", text: "1.2.3.4")
        object.set(0x0020, 0x000E, "UI", text: "1.2.3.4.9")
        object.set(0x0020, 0x0010, "SH", text: "S1")
        var other = SyntheticObject.empty
        other.set(0x0010, 0x0020, "LO", text: "X-1")
        other.set(0x0010, 0x0021, "LO", text: "ELSEWHERE")
        other.set(0x0010, 0x0022, "CS", text: "TEXT")
        object.set(0x0010, 0x1002, item: other)
        var request = SyntheticObject.empty
        request.set(0x0032, 0x1060, "LO", text: "Chest 2 views")
        request.set(0x0040, 0x1001, "SH", text: "RP-5")
        object.set(0x0040, 0x0275, item: request)
        return object
    }
}

extension DraftDocument {
    /// Writes the draft with images made of `images`, and passes the document's path to `body`.
    func writing<Result>(
        _ form: ReportForm = .basicTextSR, about images: [SyntheticObject] = [.chest()],
        replacing predecessor: InstanceReference? = nil, _ body: (String) throws -> Result
    ) throws -> Result {
        try TestFiles.withFolder { folder in
            var paths: [String] = []
            for (index, image) in images.enumerated() {
                let url = folder.appending(path: "image\(index).dcm")
                try image.write(to: url)
                paths.append(url.path)
            }
            let path = folder.appending(path: "report.dcm").path
            try write(form, to: path, images: paths, films: TestFiles.films(paths), replacing: predecessor)
            return try body(path)
        }
    }
}

extension DICOMItem {
    /// Every Text Value (0040,A160) of a content tree.
    var texts: [String] {
        let own = [string(Tag(0x0040, 0xA160))].compactMap { $0 }
        return own + items(Tag(0x0040, 0xA730)).flatMap(\.texts)
    }

    /// Every content item of a tree with this concept's code value.
    func contentItems(_ concept: String) -> [DICOMItem] {
        let isOne = items(Tag(0x0040, 0xA043)).first?.string(.codeValue) == concept
        return (isOne ? [self] : []) + items(Tag(0x0040, 0xA730)).flatMap { $0.contentItems(concept) }
    }

    /// The coded value of a content item: scheme and value.
    var codedValue: String? {
        items(Tag(0x0040, 0xA168)).first.map {
            "\($0.string(.codingSchemeDesignator) ?? "") \($0.string(.codeValue) ?? "")"
        }
    }

    /// The number of a content item with its unit.
    var measuredValue: String? {
        items(Tag(0x0040, 0xA300)).first.map {
            "\($0.string(Tag(0x0040, 0xA30A)) ?? "") \($0.items(Tag(0x0040, 0x08EA)).first?.string(.codeValue) ?? "")"
        }
    }
}
