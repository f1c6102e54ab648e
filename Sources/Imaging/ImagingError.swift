/// Why a file could not become a `GrayscaleImage`.
package enum ImagingError: Error, Equatable, CustomStringConvertible {
    /// The file cannot be opened or read.
    case unreadable(path: String, reason: String)
    /// The first bytes are neither PNG's nor JPEG's.
    case unknownFormat(path: String)
    /// More bytes or pixels than a radiograph has.
    case tooLarge(path: String, reason: String)
    /// A picture of a kind that is not read, e.g. CMYK.
    case unsupported(path: String, reason: String)
    /// Truncated or broken.
    case corrupt(path: String, reason: String)

    /// What went wrong, for the operator.
    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
        case .unknownFormat(let path): "\(path) is neither a PNG nor a JPEG file"
        case .tooLarge(let path, let reason): "\(path) is too large: \(reason)"
        case .unsupported(let path, let reason): "\(path) is not a picture this program reads: \(reason)"
        case .corrupt(let path, let reason): "\(path) is broken: \(reason)"
        }
    }

    /// What the operator can do.
    package var hint: String {
        switch self {
        case .unreadable: "Check the path and the permissions."
        case .unknownFormat: "Give a PNG, JPEG or DICOM file."
        case .tooLarge: "Export the radiograph again at no more than 100 million pixels."
        case .unsupported: "Convert the picture to grey PNG."
        case .corrupt: "Copy or export the file again."
        }
    }
}
