package import DICOMCore

/// Properties of the documents of a form.
extension ReportForm {
    package var sopClassUID: UID {
        switch self {
        case .basicTextSR: SOPClass.basicTextSR
        case .enhancedSR: SOPClass.enhancedSR
        case .comprehensive3DSR: SOPClass.comprehensive3DSR
        case .encapsulatedPDF: SOPClass.encapsulatedPDF
        case .secondaryCapture: SOPClass.secondaryCaptureImage
        case .rejectionNote: SOPClass.keyObjectSelection
        }
    }

    /// Modality (0008,0060).
    package var modality: String {
        switch self {
        case .basicTextSR, .enhancedSR, .comprehensive3DSR: "SR"
        case .encapsulatedPDF: "DOC"
        case .secondaryCapture: "OT"
        case .rejectionNote: "KO"
        }
    }

    /// The document's title (CID 7000; TID 1500 defines its own); nil for a picture, which has none, and for a
    /// rejection note, whose title is the reason.
    package var title: CodedConcept? {
        switch self {
        case .basicTextSR, .enhancedSR, .encapsulatedPDF: .diagnosticImagingReport
        case .comprehensive3DSR: .imagingMeasurementReport
        case .secondaryCapture, .rejectionNote: nil
        }
    }

    /// Whether the document is a content tree, which DCMTK checks.
    var isStructured: Bool {
        switch self {
        case .basicTextSR, .enhancedSR, .comprehensive3DSR, .rejectionNote: true
        case .encapsulatedPDF, .secondaryCapture: false
        }
    }
}
