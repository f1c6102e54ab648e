import DICOMCore
import TestHarness
import Testing

@testable import DICOMObject

@Suite(.blocking) struct SignedDocumentContentTests {
    private func observers(of document: DICOMItem) -> [String?] {
        document.contentItems("121005").map(\.codedValue)
    }

    @Test func `an accepted draft has the device's text without notice, checks and probabilities`() throws {
        try SignedDocument.sample().writing { path in
            let document = try DICOMFile(path: path).dataSet
            #expect(observers(of: document) == ["DCM 121007"])
            #expect(document.contentItems("121070").first?.texts == SignedDocument.sample().findings)
            #expect(document.contentItems("121072").first?.texts == SignedDocument.sample().impression)
            #expect(document.contentItems("121111").isEmpty)
            #expect(document.items(Tag(0x0040, 0xA078)).map { $0.string(Tag(0x0040, 0xA084)) } == ["DEV"])
        }
    }

    @Test func `an edited draft has device and person as observers`() throws {
        try SignedDocument.sample(.edited).writing { path in
            let document = try DICOMFile(path: path).dataSet
            #expect(observers(of: document) == ["DCM 121007", "DCM 121006"])
            #expect(document.contentItems("121008").first?.string(Tag(0x0040, 0xA123)) == "Doe^John")
            #expect(document.contentItems("121009").first?.string(Tag(0x0040, 0xA160)) == "General Hospital")
            #expect(document.items(Tag(0x0040, 0xA078)).map { $0.string(Tag(0x0040, 0xA084)) } == ["DEV", "PSN"])
        }
    }

    @Test func `an addendum has the person as observer and says that it is one`() throws {
        try SignedDocument.sample(.addendum).writing { path in
            let document = try DICOMFile(path: path).dataSet
            #expect(observers(of: document) == ["DCM 121006"])
            #expect(document.contentItems("121070").isEmpty && document.contentItems("121072").isEmpty)
            let added = SignedDocument.sample().findings + SignedDocument.sample().impression
            #expect(document.contentItems("121078").first?.texts == added)
            #expect(document.texts.contains(SignedDocument.addendumNotice))
            #expect(document.items(Tag(0x0040, 0xA078)).map { $0.string(Tag(0x0040, 0xA084)) } == ["PSN"])
        }
    }

    @Test func `a report without an impression has none, and one without findings still has its images`() throws {
        var report = SignedDocument.sample()
        report.impression = []
        try report.writing { path in
            let document = try DICOMFile(path: path).dataSet
            #expect(document.contentItems("121072").isEmpty)
        }
        report = .sample(findings: [])
        try report.writing { path in
            let document = try DICOMFile(path: path).dataSet
            #expect(document.contentItems("121080").count == 1)
            if Judges.hasValidators { #expect(try Judges.complaints(about: path).isEmpty) }
        }
    }
}
