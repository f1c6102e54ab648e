import DICOMCore
import DICOMTestPeer
import Foundation
import TestHarness
import Testing

@testable import DICOMObject

@Suite(.blocking) struct EnhancedTextTests {
    @Test func `codes only the likely findings, the likeliest first, with their probabilities`() throws {
        try DraftDocument.sample.writing(.enhancedSR) { path in
            let document = try DICOMFile(path: path).dataSet
            let coded = document.contentItems("121071").filter { $0.codedValue != nil }
            #expect(coded.first?.codedValue == "SCT 60046008")
            #expect(coded.count == 2 && coded[1].codedValue?.hasPrefix("99THORAXD ") == true)
            let certainty = coded.flatMap { $0.contentItems("111012") }
            #expect(certainty.map(\.measuredValue) == ["81.4 %", "62.0 %"])
            #expect(certainty.allSatisfy { $0.string(Tag(0x0040, 0xA010)) == "INFERRED FROM" })
            for text in DraftDocument.sample.findings + DraftDocument.sample.impression {
                #expect(document.texts.contains(text))
            }
        }
    }

    @Test func `identifies the private coding scheme only if it is used`() throws {
        let schemes = { (draft: DraftDocument) in
            try draft.writing(.enhancedSR) { path in
                try DICOMFile(path: path).dataSet.items(Tag(0x0008, 0x0110)).map { item in
                    [Tag(0x0008, 0x0102), Tag(0x0008, 0x0115), Tag(0x0008, 0x0116)].map { item.string($0) }
                }
            }
        }
        #expect(
            try schemes(.sample)
                == [["99THORAXD", "Findings named by the model of thoraxd", "thoraxd project"]])
        var listedOnly = DraftDocument.sample
        listedOnly.assessments = [AssessedFinding.samples[0]]
        #expect(try schemes(listedOnly).isEmpty)
    }

    @Test(.enabled(if: PythonPeer.isInstalled, "needs scripts/python-peers.sh"))
    func `highdicom reads it`() throws {
        try DraftDocument.sample.writing(.enhancedSR) { path in
            let verdict = try PythonPeer.run("highdicom_read.py", [path])
            #expect(verdict.status == 0, "\(verdict.output)")
            #expect(verdict.output.contains(#""class": "EnhancedSR""#) && verdict.output.contains("1.2.3.4.1"))
        }
    }
}
