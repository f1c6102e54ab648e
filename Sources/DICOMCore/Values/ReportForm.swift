/// The forms a draft report is written in, for stations of different kinds. Raw values are those of the configuration.
package enum ReportForm: String, CaseIterable, Codable, Sendable {
    /// Basic Text SR, TID 2000: the draft itself, always written.
    case basicTextSR = "basic-text-sr"
    /// Enhanced SR, TID 2000, with coded findings and their probabilities.
    case enhancedSR = "enhanced-sr"
    /// Comprehensive 3D SR, TID 1500, as IHE AI Results has it.
    case comprehensive3DSR = "comprehensive-3d-sr"
    /// The report as a PDF, for stations that show no SR.
    case encapsulatedPDF = "encapsulated-pdf"
    /// The report as a picture, for stations that show nothing but pictures.
    case secondaryCapture = "secondary-capture"
}
