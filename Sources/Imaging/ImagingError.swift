package import OperatorErrors

/// Why a file could not become a `GrayscaleImage`.
package enum ImagingError: OperatorError, Equatable {
    /// The file cannot be opened or read.
    case unreadable(path: String, reason: String)
    /// The first bytes are not those of a PNG or JPEG file.
    case unknownFormat(path: String)
    /// More bytes or pixels than a radiograph can have.
    case tooLarge(path: String, reason: String)
    /// A kind of picture that is not supported, such as CMYK.
    case unsupported(path: String, reason: String)
    /// The file is truncated or damaged.
    case corrupt(path: String, reason: String)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
        case .unknownFormat(let path): "\(path) is neither a PNG nor a JPEG file"
        case .tooLarge(let path, let reason): "\(path) is too large: \(reason)"
        case .unsupported(let path, let reason): "\(path) is an unsupported kind of picture: \(reason)"
        case .corrupt(let path, let reason): "\(path) is damaged: \(reason)"
        }
    }

    package var fault: FaultKind {
        if case .unreadable = self { .notFound } else { .malformed }
    }

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
