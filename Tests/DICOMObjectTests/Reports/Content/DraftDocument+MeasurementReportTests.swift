import DICOMCore
import DICOMTestPeer
import Foundation
import TestHarness
import Testing

@testable import DICOMObject

@Suite(.blocking) struct MeasurementReportTests {
    /// The output of `highdicom_read.py`.
    private struct Reading: Decodable {
        struct Group: Decodable {
            struct Measurement: Decodable, Equatable {
                let concept: String
                let value: Double
                let unit: String

                init(from decoder: any Decoder) throws {
                    var values = try decoder.unkeyedContainer()
                    (concept, value, unit) = (
                        try values.decode(String.self), try values.decode(Double.self), try values.decode(String.self)
                    )
                }
            }
            let tracking: String
            let trackingUID: String
            let measurement: Measurement
            let evaluation: [String]
            let algorithm: [String]
        }
        let groups: [Group]
        let evidence: [String]
    }

    @Test(arguments: ReportForm.structuredReports)
    func `every structured form holds the remarks on the display`(form: ReportForm) throws {
        var draft = DraftDocument.sample
        draft.remarks = ["Display of image 1: window 1 (center 2048, width 4096)."]
        try draft.writing(form, about: [.chest()]) { path in
            let written = try Data(contentsOf: URL(filePath: path))
            #expect(written.range(of: Data(draft.remarks[0].utf8)) != nil)
        }
    }

    @Test func `a finding that is only possible is undetermined here and no finding of an Enhanced SR`() throws {
        var draft = DraftDocument.sample
        draft.assessments = [
            AssessedFinding(label: "Effusion", probability: 0.3, threshold: 0.2, presentThreshold: 0.5),
            AssessedFinding(label: "Pneumothorax", probability: 0.6, threshold: 0.2, presentThreshold: 0.5),
        ]
        try draft.writing(.comprehensive3DSR) { path in
            let values = try ["60046008", "36118008"].map {
                try DICOMFile(path: path).dataSet.contentItems($0).first?.codedValue
            }
            #expect(values == ["SCT 373068000", "SCT 52101004"])
        }
        try draft.writing(.enhancedSR) { path in
            let codes = try DICOMFile(path: path).dataSet.contentItems("121071").compactMap(\.codedValue)
            #expect(codes == ["SCT 36118008"])
        }
    }

    @Test(.enabled(if: PythonPeer.isInstalled, "needs scripts/python-peers.sh"))
    func `highdicom finds every finding as present or absent with its probability`() throws {
        let images = [SyntheticObject.chest(), .chest(instance: "1.2.3.4.2")]
        try DraftDocument.sample.writing(.comprehensive3DSR, about: images) { path in
            let verdict = try PythonPeer.run("highdicom_read.py", [path])
            let reading = try JSONDecoder().decode(Reading.self, from: Data(verdict.output.utf8))
            #expect(reading.evidence.sorted() == ["1.2.3.4.1", "1.2.3.4.2"])
            let groups = reading.groups
            #expect(groups.map(\.tracking) == ["effusion", "pleural thickening", "pneumothorax", "consolidation"])
            #expect(groups.map(\.measurement.value) == [81.4, 62.0, 3.0, 12.6])
            #expect(groups.allSatisfy { $0.measurement.concept == "111012" && $0.measurement.unit == "%" })
            #expect(groups[0].evaluation == ["SCT", "60046008", "52101004"])
            #expect(groups[2].evaluation == ["SCT", "36118008", "272519000"])
            #expect(groups[3].evaluation == ["99THORAXD", "CONSOLIDATION", "272519000"])
            #expect(Set(groups.map(\.trackingUID)).count == 4)
            #expect(
                groups[2].algorithm == [
                    "thoraxd-demo", "1.0",
                    "called likely from 25.0 %; the certainty is the model's own, not calibrated",
                ])
        }
    }

    @Test func `a finding has the same tracking UID in every revision`() throws {
        let tracked = { (revision: Int) in
            var draft = DraftDocument.sample
            draft.revision = revision
            return try draft.writing(.comprehensive3DSR) { path in
                try DICOMFile(path: path).dataSet.contentItems("112040").map { $0.string(Tag(0x0040, 0xA124)) }
            }
        }
        let first = try tracked(1)
        #expect(first.count == 4)
        #expect(try tracked(2) == first)
    }

    @Test(.enabled(if: Judges.hasValidators, "needs dicom3tools and dcmtk"))
    func `a study without a draft says so and has no findings`() throws {
        var draft = DraftDocument.sample(findings: [
            "No draft is offered: no chest. The study must be read without one."
        ])
        draft.assessments = []
        try draft.writing(.comprehensive3DSR) { path in
            let verdict = try Judges.run(Judges.dciodvfy, ["-new", path])
            #expect(verdict.status == 0 && verdict.complaints.isEmpty, "\(verdict.output)")
            let document = try DICOMFile(path: path).dataSet
            #expect(document.contentItems("125007").isEmpty)
            #expect(document.texts.suffix(2) == [DraftDocument.notice, draft.findings[0]])
        }
    }
}
