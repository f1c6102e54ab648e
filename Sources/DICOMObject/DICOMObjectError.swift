import DICOMCore
package import OperatorErrors

/// Why an object could not be read, rendered or written. No case contains a value of the object's attributes.
package enum DICOMObjectError: OperatorError, Equatable, Codable {
    /// Not a DICOM object, truncated, or structurally broken.
    case unreadable(reason: String)
    /// A pixel encoding that this build cannot decode, such as JPEG XL.
    case unsupportedTransferSyntax(uid: String)
    /// The object has no image.
    case noPixelData
    /// More samples than an image may have; checked before memory is allocated.
    case tooLarge(samples: Int, limit: Int)
    /// The attributes contradict each other or the pixel data.
    case inconsistent(reason: String)
    /// A valid kind of image that this program does not render.
    case unsupportedPixels(reason: String)
    /// The pixels cannot be decoded: their code stream is damaged, or not what the attributes say.
    case undecodable(reason: String)
    /// DCMTK cannot be used on this machine.
    case libraryUnavailable(reason: String)
    /// The process has reached its memory limit.
    case outOfMemory
    /// The report's content cannot be written in the requested form.
    case invalidReport(reason: String)
    /// A page of the report could not be drawn.
    case notDrawn(reason: String)
    /// The file could not be written.
    case notWritten(reason: String)
}

extension DICOMObjectError {
    package var fault: FaultKind {
        switch self {
        case .notWritten: .outOfResources
        case .libraryUnavailable, .outOfMemory, .notDrawn: .unavailable
        case .unreadable, .unsupportedTransferSyntax, .noPixelData, .tooLarge, .inconsistent, .unsupportedPixels,
            .undecodable, .invalidReport:
            .malformed
        }
    }

    package var hint: String {
        switch self {
        case .unreadable: "Have the sender send the object again; if that fails too, the device writes broken files."
        case .unsupportedTransferSyntax:
            "Have the modality use another transfer syntax: uncompressed, JPEG Lossless, JPEG-LS, JPEG 2000 or RLE."
        case .noPixelData: "Only images can be reported on; check what the sender sends."
        case .tooLarge: "Chest radiographs are far smaller; check what the sender sends."
        case .inconsistent: "The attributes contradict each other or the pixels; report it to the vendor of the device."
        case .unsupportedPixels:
            "Only colour and grayscale of at most 16 bits are rendered, and no arithmetic or hierarchical JPEG nor JPEG XL; "
                + "have the modality send another coding."
        case .undecodable:
            "Have the sender send the object again; if that fails too, report the reason to the vendor of the device."
        case .libraryUnavailable: "Reinstall the package libdcmtk17: its data dictionary is missing."
        case .outOfMemory: "Raise the memory limit of the reporter."
        case .invalidReport: "The draft does not fit in a report; tell the author of the model bundle."
        case .notDrawn:
            "Install libpangocairo-1.0-0 and fonts-dejavu-core; without them thoraxd runs but cannot draw pages."
        case .notWritten: "Check the free space and the permissions of the state directory."
        }
    }
}

extension DICOMObjectError {
    package var description: String {
        switch self {
        case .unreadable(let reason): "object cannot be read: \(reason)"
        case .unsupportedTransferSyntax(let uid):
            "transfer syntax \(uid)\(TransferSyntax(uid: uid).map { " (\($0.name))" } ?? "") cannot be decoded"
        case .noPixelData: "object has no pixel data"
        case .tooLarge(let samples, let limit): "image of \(samples) samples is over the limit of \(limit)"
        case .inconsistent(let reason): "attributes and pixels contradict each other: \(reason)"
        case .unsupportedPixels(let reason): "image cannot be rendered: \(reason)"
        case .undecodable(let reason): "pixels cannot be decoded: \(reason)"
        case .libraryUnavailable(let reason): "DCMTK cannot be used: \(reason)"
        case .outOfMemory: "out of memory"
        case .invalidReport(let reason): "report cannot be written: \(reason)"
        case .notDrawn(let reason): "page cannot be drawn: \(reason)"
        case .notWritten(let reason): "file cannot be written: \(reason)"
        }
    }
}
