package import DICOMCore

/// The content of a draft, without its study. The caller fixes everything in it, so that writing it twice gives the
/// same bytes.
package struct DraftDocument: Sendable, Equatable {
    /// Paragraphs under Findings, in order.
    package var findings: [String]
    /// How each image was displayed to the model, and what was passed over: in every form, after the findings.
    package var remarks: [String]
    /// Paragraphs under Impressions, in order.
    package var impression: [String]
    /// The model's estimates, for forms with codes or a table; empty if it gives none.
    package var assessments: [AssessedFinding]
    /// The estimates in words, for text forms: the last paragraph under Findings.
    package var assessmentText: String?
    /// The language of the paragraphs (PS3.16 TID 1204): a code of RFC 5646.
    package var language: CodedConcept
    /// 1 for a study's first draft, increased by one for each replacement.
    package var revision: Int
    /// When the draft was made: Content Date (0008,0023), `YYYYMMDD`.
    package var contentDate: String
    /// Content Time (0008,0033), `HHMMSS`.
    package var contentTime: String
    package var device: ReportingDevice
    /// When the work list was last restored or rebuilt, in milliseconds since 1970; nil if it never was. The UIDs depend
    /// on it, because a restored work list does not know the drafts that were made after its backup, and their UIDs are
    /// in use.
    package var restoredAt: Int64?

    package init(
        findings: [String], remarks: [String] = [], impression: [String], assessments: [AssessedFinding] = [],
        assessmentText: String? = nil,
        language: CodedConcept = .english, revision: Int,
        contentDate: String, contentTime: String, device: ReportingDevice, restoredAt: Int64? = nil
    ) {
        self.findings = findings
        self.remarks = remarks
        self.impression = impression
        self.assessments = assessments
        self.assessmentText = assessmentText
        self.language = language
        self.revision = revision
        self.contentDate = contentDate
        self.contentTime = contentTime
        self.device = device
        self.restoredAt = restoredAt
    }

    /// The sentence at the start of every draft.
    package static let notice = "Machine draft, not reviewed by a physician. Not to be used for diagnosis."
    static let completionFlagDescription = "AI draft - not reviewed"
    /// Completion Flag (0040,A491) and Verification Flag (0040,A493) of every draft.
    package static let completionFlag = "PARTIAL"
    package static let verificationFlag = "UNVERIFIED"

    private var paragraphs: [String] { findings + remarks + [assessmentText].compactMap { $0 } + impression }

    /// Every text in the document, used to choose its character set.
    var texts: [String] {
        paragraphs + device.texts + [language.meaning] + assessments.map(\.name)
    }

    /// Throws `invalidReport` if the draft cannot be expressed in the standard.
    func check() throws(DICOMObjectError) {
        guard !paragraphs.isEmpty else { throw .invalidReport(reason: "the draft has no paragraph") }
        guard revision >= 1 else { throw .invalidReport(reason: "revision \(revision) is below 1") }
        let isDigits: (String, Int) -> Bool = {
            $0.utf8.count == $1 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        guard isDigits(contentDate, 8), isDigits(contentTime, 6) else {
            throw .invalidReport(reason: "the content date is not YYYYMMDD or the content time not HHMMSS")
        }
        guard !paragraphs.contains(where: { $0.allSatisfy(\.isWhitespace) }) else {
            throw .invalidReport(reason: "a paragraph is empty")
        }
        guard assessments.allSatisfy({ (0...1).contains($0.probability) && (0...1).contains($0.threshold) }) else {
            throw .invalidReport(reason: "a probability or threshold is not within 0...1")
        }
        // LO: at most 64 characters; a backslash would separate values.
        guard device.texts.allSatisfy({ (1...64).contains($0.unicodeScalars.count) && !$0.contains("\\") }) else {
            throw .invalidReport(reason: "a text of the device is empty, over 64 characters or has a backslash")
        }
        let isControl: (Unicode.Scalar) -> Bool = {
            $0.value < 0x20 && !"\t\n\r".unicodeScalars.contains($0) || $0.value == 0x7F
        }
        guard !texts.contains(where: { $0.unicodeScalars.contains(where: isControl) }) else {
            throw .invalidReport(reason: "a text contains a control character")
        }
    }
}
