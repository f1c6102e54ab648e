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

    /// The series for signed reports of this form; nil for a form that is never signed.
    package var signedSeries: ReportSeries? { signedSeries(from: 9010, "REPORT") }

    /// The series for addenda to signed reports of this form; nil for a form that is never signed.
    package var addendumSeries: ReportSeries? { signedSeries(from: 9030, "REPORT ADDENDUM") }

    private func signedSeries(from first: Int, _ name: String) -> ReportSeries? {
        let form: (number: Int, name: String)? =
            switch self {
            case .basicTextSR: (1, "")
            case .enhancedSR: (2, ", ENHANCED SR")
            case .encapsulatedPDF: (4, ", PDF")
            case .secondaryCapture: (5, ", PICTURE")
            case .comprehensive3DSR, .rejectionNote: nil
            }
        return form.map { ReportSeries(number: first + $0.number, description: "\(name)\($0.name) - SIGNED") }
    }
}
