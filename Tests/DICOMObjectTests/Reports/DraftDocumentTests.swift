import DICOMCore
import Testing

@testable import DICOMObject

struct DraftReportTests {
    private static let faults: [(String, @Sendable (inout DraftDocument) -> Void)] = [
        ("the draft has no paragraph", { ($0.findings, $0.impression) = ([], []) }),
        ("a paragraph is empty", { $0.findings = [" \n"] }),
        ("revision 0 is below 1", { $0.revision = 0 }),
        ("the content date is not YYYYMMDD or the content time not HHMMSS", { $0.contentDate = "2026-11-22" }),
        ("a text contains a control character", { $0.findings = ["Clear.\u{1B}(B"] }),
        (
            "a text of the device is empty, over 64 characters or has a backslash",
            { $0.device.modelName = "a\\b" }
        ),
        ("a probability or threshold is not within 0...1", { $0.assessments[0].probability = .nan }),
    ]

    @Test(arguments: faults.indices)
    func `refuses what a document cannot express`(index: Int) throws {
        let (reason, change) = DraftReportTests.faults[index]
        var report = DraftDocument.sample
        change(&report)
        #expect(throws: DICOMObjectError.invalidReport(reason: reason)) { try report.check() }
    }

    @Test func `keeps the lines of a paragraph`() throws {
        try DraftDocument.sample(findings: ["One.\nTwo.\r\nThree."]).writing { path in
            let document = try DICOMFile(path: path)
            #expect(document.dataSet.texts.contains("One.\r\nTwo.\r\nThree."))
        }
    }
}
