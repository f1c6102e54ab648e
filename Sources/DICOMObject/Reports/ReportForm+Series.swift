package import DICOMCore

/// The series of a study's documents: so that a viewer shows one without the others, each form has its own, and signed
/// reports stand apart from drafts.
package struct ReportSeries: Sendable, Equatable {
    /// High and fixed: viewers sort reports behind the images by it.
    package let number: Int
    /// Many viewers show this and no flag.
    package let description: String
}

extension ReportForm {
    /// Where the drafts of this form are, and the notes of their rejection. Says everywhere that they are drafts.
    package var draftSeries: ReportSeries {
        switch self {
        case .basicTextSR: ReportSeries(number: 9001, description: "AI DRAFT REPORT - NOT VERIFIED")
        case .enhancedSR: ReportSeries(number: 9002, description: "AI DRAFT REPORT, CODED - NOT VERIFIED")
        case .comprehensive3DSR: ReportSeries(number: 9003, description: "AI DRAFT FINDINGS - NOT VERIFIED")
        case .encapsulatedPDF: ReportSeries(number: 9004, description: "AI DRAFT REPORT, PDF - NOT VERIFIED")
        case .secondaryCapture: ReportSeries(number: 9005, description: "AI DRAFT REPORT, PICTURE - NOT VERIFIED")
        case .rejectionNote: ReportSeries(number: 9021, description: "AI DRAFT REPORT - REJECTED")
        }
    }

    /// Where the signed reports of this form and their addenda are; nil for a form that nobody signs.
    package var signedSeries: ReportSeries? {
        switch self {
        case .basicTextSR: ReportSeries(number: 9011, description: "REPORT - SIGNED")
        case .enhancedSR: ReportSeries(number: 9012, description: "REPORT, ENHANCED SR - SIGNED")
        case .encapsulatedPDF: ReportSeries(number: 9014, description: "REPORT, PDF - SIGNED")
        case .secondaryCapture: ReportSeries(number: 9015, description: "REPORT, PICTURE - SIGNED")
        case .comprehensive3DSR, .rejectionNote: nil
        }
    }
}
