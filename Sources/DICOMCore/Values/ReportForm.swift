/// The forms a draft, and what becomes of it, is written in, for stations of different kinds. Raw values are those of the
/// configuration.
package enum ReportForm: String, CaseIterable, Codable, Sendable {
    /// Basic Text SR, TID 2000: the draft itself, and the signed report; always written.
    case basicTextSR = "basic-text-sr"
    /// Enhanced SR, TID 2000: of a draft with coded findings and their probabilities, once signed in text.
    case enhancedSR = "enhanced-sr"
    /// Comprehensive 3D SR, TID 1500, as IHE AI Results has it: of drafts alone, since nobody signs what a model measured.
    case comprehensive3DSR = "comprehensive-3d-sr"
    /// The report as a PDF, for stations that show no SR.
    case encapsulatedPDF = "encapsulated-pdf"
    /// The report as a picture, for stations that show nothing but pictures.
    case secondaryCapture = "secondary-capture"
    /// Key Object Selection, TID 2010, that marks the documents of a draft as rejected: of a rejection alone.
    case rejectionNote = "rejection-note"

    /// Those a draft is written in.
    package static let ofDrafts: [ReportForm] = [
        .basicTextSR, .enhancedSR, .comprehensive3DSR, .encapsulatedPDF, .secondaryCapture,
    ]
    /// Those a signed report is written in.
    package static let ofSignedReports: [ReportForm] = [
        .basicTextSR, .enhancedSR, .encapsulatedPDF, .secondaryCapture,
    ]
}
