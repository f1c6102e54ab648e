/// Why a study got no draft, beyond what its images or the work list say.
package enum ReportingError: Error, CustomStringConvertible {
    /// None of the study's images can be read; the first one's reason.
    case noReadableImage(count: Int, first: String)

    package var description: String {
        switch self {
        case .noReadableImage(let count, let first): "none of \(count) images can be read: \(first)"
        }
    }

    package var hint: String {
        switch self {
        case .noReadableImage: "look at the images in the archive; have the modality send them again"
        }
    }
}
