package import DICOMObject
package import OperatorErrors

/// Why a study got no draft, or a verdict no document, beyond what its images or the work list say.
package enum ReportingError: OperatorError {
    /// None of the study's images can be read; the first one's reason, nil where there is no image.
    case noReadableImage(count: Int, first: DICOMObjectError?)
    /// The signed report that an addendum adds to was never written.
    case noPredecessor

    package var description: String {
        switch self {
        case .noReadableImage(let count, let first?): "none of \(count) images can be read: \(first)"
        case .noReadableImage(_, nil): "the study has no eligible image"
        case .noPredecessor: "the signed report that is added to was not written"
        }
    }

    package var fault: FaultKind {
        if case .noPredecessor = self { .notFound } else { .malformed }
    }

    package var hint: String {
        switch self {
        case .noReadableImage(_, let first?): first.hint
        case .noPredecessor:
            "find out from the incidents before this why it was not written; then have both written again"
        case .noReadableImage(_, nil): "look at the images in the archive; have the modality send them again"
        }
    }
}
