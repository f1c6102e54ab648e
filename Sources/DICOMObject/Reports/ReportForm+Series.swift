package import DICOMCore

/// The series for a study's documents. Each form has its own, so that a viewer can show one without the others, and
/// signed reports are apart from drafts.
package struct ReportSeries: Sendable, Equatable {
    /// Series Number: high and fixed, so that viewers sort reports after the images.
    package let number: Int
    /// Series Description, which many viewers show instead of the flags.
    package let description: String
}

extension ReportForm {
    /// The series for drafts of this form and their rejection notes; its description always says draft.
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

    /// The series for addenda to signed reports of this form; nil for a form that is never signed.
    package var addendumSeries: ReportSeries? {
        switch self {
        case .basicTextSR: ReportSeries(number: 9031, description: "REPORT ADDENDUM - SIGNED")
        case .enhancedSR: ReportSeries(number: 9032, description: "REPORT ADDENDUM, ENHANCED SR - SIGNED")
        case .encapsulatedPDF: ReportSeries(number: 9034, description: "REPORT ADDENDUM, PDF - SIGNED")
        case .secondaryCapture: ReportSeries(number: 9035, description: "REPORT ADDENDUM, PICTURE - SIGNED")
        case .comprehensive3DSR, .rejectionNote: nil
        }
    }

    /// The series for signed reports of this form; nil for a form that is never signed.
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
