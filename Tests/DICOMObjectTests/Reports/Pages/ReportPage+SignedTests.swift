import DICOMCore
import Foundation
import TestHarness
import Testing

@testable import DICOMObject

@Suite(.blocking) struct ReportPageSignedTests {
    private static let pdftotext = "/usr/bin/pdftotext"
    private static let hasPoppler = FileManager.default.isExecutableFile(atPath: pdftotext)

    /// The words of the PDF as extracted by a reader.
    private static func words(of report: SignedDocument) throws -> String {
        try report.writing(.encapsulatedPDF) { path in
            let raw = path + ".pdf"
            #expect(try Judges.run("/usr/bin/dcm2pdf", [path, raw]).status == 0)
            let text = try Judges.run(pdftotext, ["-layout", raw, "-"]).output
            return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    @Test(.enabled(if: hasPoppler, "needs poppler-utils"), arguments: SignedDocument.acts)
    func `the page says who signed it and when, and does not call itself an unverified draft`(
        act: SignedDocument.Act
    ) throws {
        let words = try Self.words(of: .sample(act))
        #expect(words.contains("Signed by Doe, John, General Hospital, at 2026-11-23 07:15:00 +01:00."))
        for forbidden in ["DRAFT", "NOT VERIFIED", "not reviewed", "Probabilit"] { #expect(!words.contains(forbidden)) }
        for part in ["Doe, Jane", "0042 (HOSPITAL)", "No acute cardiopulmonary abnormality.", "The lungs are clear."] {
            #expect(words.contains(part), "\(part) is not in \(words)")
        }
    }

    @Test(.enabled(if: hasPoppler, "needs poppler-utils"))
    func `an addendum says so, and an edited report names its drafter`() throws {
        let addendum = try Self.words(of: .sample(.addendum))
        #expect(addendum.contains("Addendum to a chest radiograph report") && addendum.contains("ADDENDUM"))
        #expect(addendum.contains(SignedDocument.addendumNotice) && !addendum.contains("Drafted by"))
        #expect(try Self.words(of: .sample(.edited)).contains("Drafted by THORAXD"))
    }
}
