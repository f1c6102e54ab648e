import DICOMCore

/// Why an object could not be read, rendered or written. No case carries a value of the object's attributes.
package enum DICOMObjectError: Error, Equatable, Sendable {
    /// Not a DICOM object, cut short, or structurally broken.
    case unreadable(reason: String)
    /// A coding of the pixels that this build has no decoder for, such as JPEG XL.
    case unsupportedTransferSyntax(uid: String)
    /// The object carries no image.
    case noPixelData
    /// More samples than one image may have; checked before any memory is taken.
    case tooLarge(samples: Int, limit: Int)
    /// The attributes contradict each other or the pixels that follow.
    case inconsistent(reason: String)
    /// A legal kind of image that is not rendered here.
    case unsupportedPixels(reason: String)
    /// The codec refused the compressed pixels.
    case undecodable(reason: String)
    /// DCMTK cannot be used on this machine as it is.
    case libraryUnavailable(reason: String)
    /// The process is at its memory limit.
    case outOfMemory
    /// The report's content cannot be written as the document it is meant to be.
    case invalidReport(reason: String)
    /// The page of a report could not be drawn.
    case notDrawn(reason: String)
    /// The file could not be written.
    case notWritten(reason: String)
}

extension DICOMObjectError {
    /// Trying again with the same bytes gives the same answer.
    package var isPermanent: Bool {
        switch self {
        case .libraryUnavailable, .outOfMemory, .notWritten, .notDrawn: false
        case .unreadable, .unsupportedTransferSyntax, .noPixelData, .tooLarge, .inconsistent, .unsupportedPixels,
            .undecodable, .invalidReport:
            true
        }
    }

    /// What an operator can do about it.
    package var hint: String {
        switch self {
        case .unreadable: "Let the sender send the object again; if that fails too, it writes broken files."
        case .unsupportedTransferSyntax:
            "Have the modality send another: uncompressed, or JPEG Lossless, JPEG-LS, JPEG 2000 or RLE."
        case .noPixelData: "Only images can be reported on; check what the sender sends."
        case .tooLarge: "Chest radiographs are far smaller; check what the sender sends."
        case .inconsistent: "The attributes do not fit each other or the pixels; tell the vendor of the device."
        case .unsupportedPixels: "Only grayscale of 8 to 16 bits and colour are rendered; check what the sender sends."
        case .undecodable: "The compressed pixels are damaged; let the sender send the object again, uncompressed."
        case .libraryUnavailable: "Install the package libdcmtk17 again; its data dictionary is missing."
        case .outOfMemory: "Raise the memory limit of the reporter."
        case .invalidReport: "The draft holds what a report cannot; tell who made the model bundle."
        case .notDrawn:
            "Install libpangocairo-1.0-0 and fonts-dejavu-core; thoraxd works without them, but draws no page."
        case .notWritten: "Check the free space and the permissions of the state directory."
        }
    }
}

extension DICOMObjectError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let reason): "object cannot be read: \(reason)"
        case .unsupportedTransferSyntax(let uid):
            "transfer syntax \(uid)\(TransferSyntax(uid: uid).map { " (\($0.name))" } ?? "") cannot be decoded"
        case .noPixelData: "object has no pixel data"
        case .tooLarge(let samples, let limit): "image of \(samples) samples is over the limit of \(limit)"
        case .inconsistent(let reason): "attributes and pixels do not fit: \(reason)"
        case .unsupportedPixels(let reason): "image is not rendered: \(reason)"
        case .undecodable(let reason): "compressed pixels cannot be decoded: \(reason)"
        case .libraryUnavailable(let reason): "DCMTK cannot be used: \(reason)"
        case .outOfMemory: "out of memory"
        case .invalidReport(let reason): "report cannot be written: \(reason)"
        case .notDrawn(let reason): "page cannot be drawn: \(reason)"
        case .notWritten(let reason): "file cannot be written: \(reason)"
        }
    }
}
