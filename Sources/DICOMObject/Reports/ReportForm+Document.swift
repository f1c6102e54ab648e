package import DICOMCore

/// What tells the documents of one draft apart: each form has its class and, so that a viewer shows one of them without
/// the others, its own series.
extension ReportForm {
    package var sopClassUID: UID {
        switch self {
        case .basicTextSR: SOPClass.basicTextSR
        case .enhancedSR: SOPClass.enhancedSR
        case .comprehensive3DSR: SOPClass.comprehensive3DSR
        case .encapsulatedPDF: SOPClass.encapsulatedPDF
        case .secondaryCapture: SOPClass.secondaryCaptureImage
        }
    }

    /// Modality (0008,0060).
    package var modality: String {
        switch self {
        case .basicTextSR, .enhancedSR, .comprehensive3DSR: "SR"
        case .encapsulatedPDF: "DOC"
        case .secondaryCapture: "OT"
        }
    }

    /// High and fixed: viewers sort reports behind the images by it.
    package var seriesNumber: Int {
        switch self {
        case .basicTextSR: 9001
        case .enhancedSR: 9002
        case .comprehensive3DSR: 9003
        case .encapsulatedPDF: 9004
        case .secondaryCapture: 9005
        }
    }

    /// Says everywhere that it is a draft: many viewers show this and no flag.
    package var seriesDescription: String {
        switch self {
        case .basicTextSR: "AI DRAFT REPORT - NOT VERIFIED"
        case .enhancedSR: "AI DRAFT REPORT, CODED - NOT VERIFIED"
        case .comprehensive3DSR: "AI DRAFT FINDINGS - NOT VERIFIED"
        case .encapsulatedPDF: "AI DRAFT REPORT, PDF - NOT VERIFIED"
        case .secondaryCapture: "AI DRAFT REPORT, PICTURE - NOT VERIFIED"
        }
    }

    /// The document's title (CID 7000; TID 1500 names its own); nil for a picture, which has none.
    package var title: CodedConcept? {
        switch self {
        case .basicTextSR, .enhancedSR, .encapsulatedPDF: .diagnosticImagingReport
        case .comprehensive3DSR: .imagingMeasurementReport
        case .secondaryCapture: nil
        }
    }
}
