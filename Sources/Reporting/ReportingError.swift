package import DICOMObject
package import OperatorErrors

/// Why a study got no draft or a verdict no document, other than an error of an image or the work list.
package enum ReportingError: OperatorError {
    /// None of the study's images can be read. `first` is the error of the first one; nil if there is no image.
    case noReadableImage(count: Int, first: DICOMObjectError?)
    /// The signed report that the addendum belongs to was never written.
    case noPredecessor

    package var description: String {
        switch self {
        case .noReadableImage(let count, let first?): "none of \(count) images can be read: \(first)"
        case .noReadableImage(_, nil): "the study has no eligible image"
        case .noPredecessor: "the signed report that the addendum belongs to was not written"
        }
    }

    package var fault: FaultKind {
        if case .noPredecessor = self { .notFound } else { .malformed }
    }

    package var hint: String {
        switch self {
        case .noReadableImage(_, let first?): first.hint
        case .noPredecessor:
            "see the earlier incidents for why it was not written, then retry the documents of both"
        case .noReadableImage(_, nil): "check the images in the archive; have the modality send them again"
        }
    }
}
