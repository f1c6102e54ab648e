import DICOMCore
import Testing

@testable import DICOMObject

struct DraftReportTests {
    private static let faults: [(String, @Sendable (inout DraftDocument) -> Void)] = [
        ("no paragraph", { ($0.findings, $0.impression) = ([], []) }),
        ("empty paragraph", { $0.findings = [" \n"] }),
        ("revision 0", { $0.revision = 0 }),
        ("content date or time is not YYYYMMDD and HHMMSS", { $0.contentDate = "2026-11-22" }),
        ("control character", { $0.findings = ["Clear.\u{1B}(B"] }),
        (
            "text of the device is empty, longer than 64 characters or has a backslash",
            { $0.device.modelName = "a\\b" }
        ),
        ("probability or threshold is not within 0...1", { $0.assessments[0].probability = .nan }),
    ]

    @Test(arguments: faults.indices)
    func `refuses what a document has no place for`(index: Int) throws {
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
