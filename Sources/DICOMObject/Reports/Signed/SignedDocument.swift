package import DICOMCore

/// What a person signed, apart from the study it is about: frozen by the caller, so that writing it twice gives the same
/// bytes.
package struct SignedDocument: Sendable, Equatable {
    /// What the person did. Raw values are part of the documents' identity.
    package enum Act: String, Sendable {
        /// Signed the draft as it was.
        case accepted
        /// Changed it first.
        case edited
        /// Added to a signed report.
        case addendum
    }

    package var act: Act
    /// Paragraphs under Findings, in order; of an addendum the added ones.
    package var findings: [String]
    /// Paragraphs under Impressions, in order.
    package var impression: [String]
    /// The language of the paragraphs (PS3.16 TID 1204): a code of RFC 5646.
    package var language: CodedConcept
    package var signature: ReportSignature
    /// Instance Number (0020,0013) within the series of the study's signed reports.
    package var number: Int
    /// Whose draft it was.
    package var device: ReportingDevice

    /// Leaves out paragraphs of nothing but blanks and, within the others, control characters.
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

    /// The sentence that opens every addendum.
    package static let addendumNotice =
        "Addendum. The signed report that it adds to remains valid, and both are to be read together."

    /// Every text that goes into the document, for the choice of its character set.
    var texts: [String] { findings + impression + signature.texts + device.texts + [language.meaning] }

    /// What the predecessor is to the document (CID 7009).
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
