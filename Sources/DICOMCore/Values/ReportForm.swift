/// The forms in which a draft and the documents that follow it are written, for different kinds of stations. Raw values
/// are those of the configuration.
package enum ReportForm: String, CaseIterable, Codable, Sendable {
    /// Basic Text SR, TID 2000: the draft and the signed report; always written.
    case basicTextSR = "basic-text-sr"
    /// Enhanced SR, TID 2000: a draft has coded findings with probabilities; the signed report is text.
    case enhancedSR = "enhanced-sr"
    /// Comprehensive 3D SR, TID 1500, as in IHE AI Results: drafts only, because a model's measurements are not signed.
    case comprehensive3DSR = "comprehensive-3d-sr"
    /// The report as a PDF, for stations that cannot show an SR.
    case encapsulatedPDF = "encapsulated-pdf"
    /// The report as a picture, for stations that can show only pictures.
    case secondaryCapture = "secondary-capture"
    /// Key Object Selection, TID 2010, that marks a draft's documents as rejected; written only for a rejection.
    case rejectionNote = "rejection-note"

    /// Shown on top of every draft for people to read.
    package static let draftWarning = "DRAFT \u{2013} PRELIMINARY, NOT VERIFIED"

    /// Whether the form is drawn as pages with films; such forms also need fonts.
    package var isDrawn: Bool { self == .encapsulatedPDF || self == .secondaryCapture }

    /// The forms of drafts.
    package static let ofDrafts: [ReportForm] = [
        .basicTextSR, .enhancedSR, .comprehensive3DSR, .encapsulatedPDF, .secondaryCapture,
    ]
    /// The forms of signed reports that are Structured Reports: a peer with one of them is also sent the signed report
    /// of a workstation.
    package static let ofSignedSR: [ReportForm] = [.basicTextSR, .enhancedSR]
    /// The forms of signed reports.
    package static let ofSignedReports: [ReportForm] = [
        .basicTextSR, .enhancedSR, .encapsulatedPDF, .secondaryCapture,
    ]
}
