package import DICOMCore

/// The content that a person signed, without its study. The caller fixes everything in it, so that writing it twice
/// gives the same bytes.
package struct SignedDocument: Sendable, Equatable {
    /// What the person did. Raw values are part of the documents' identity.
    package enum Act: String, Sendable {
        /// Signed the draft unchanged.
        case accepted
        /// Edited the draft and signed it.
        case edited
        /// Added to a signed report.
        case addendum
    }

    package var act: Act
    /// Paragraphs under Findings, in order; for an addendum, the added paragraphs.
    package var findings: [String]
    /// Paragraphs under Impressions, in order.
    package var impression: [String]
    /// The language of the paragraphs (PS3.16 TID 1204): a code of RFC 5646.
    package var language: CodedConcept
    package var signature: ReportSignature
    /// Instance Number (0020,0013) within the series of the study's signed reports.
    package var number: Int
    /// The device that wrote the draft.
    package var device: ReportingDevice

    /// Removes blank paragraphs, and control characters within the others.
    package init(
        act: Act, findings: [String], impression: [String], language: CodedConcept = .english,
        signature: ReportSignature, number: Int, device: ReportingDevice
    ) {
        self.act = act
        self.findings = Self.paragraphs(findings)
        self.impression = Self.paragraphs(impression)
        self.language = language
        self.signature = signature
        self.number = number
        self.device = device
    }

    /// Verification Flag (0040,A493) and Completion Flag (0040,A491) of every signed report.
    package static let completionFlag = "COMPLETE"
    package static let verificationFlag = "VERIFIED"

    /// The sentence at the start of every addendum.
    package static let addendumNotice =
        "Addendum. The signed report that it adds to remains valid, and both are to be read together."

    /// Every text in the document, used to choose its character set.
    var texts: [String] { findings + impression + signature.texts + device.texts + [language.meaning] }

    /// The predecessor's role for this document (CID 7009).
    var purpose: CodedConcept {
        switch act {
        case .accepted: .preliminaryReport
        case .edited: .replacedReport
        case .addendum: .addendedReport
        }
    }

    static func paragraphs(_ texts: [String]) -> [String] {
        texts.map { text in
            let scalars = text.unicodeScalars.filter {
                $0.properties.generalCategory != .control || "\t\n\r".unicodeScalars.contains($0)
            }
            return String(String.UnicodeScalarView(scalars))
        }.filter { !$0.allSatisfy(\.isWhitespace) }
    }
}
