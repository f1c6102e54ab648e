/// Why an object could not be read, rendered or written. No case carries a value of the object's attributes.
package enum DICOMObjectError: Error, Equatable, Sendable {
    /// Not a DICOM object, cut short, or structurally broken.
    case unreadable(reason: String)
    /// A coding of the pixels that this build has no decoder for, such as JPEG 2000.
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
    /// The process is at its memory limit.
    case outOfMemory
    /// The report's content cannot be written as the document it is meant to be.
    case invalidReport(reason: String)
    /// The file could not be written.
    case notWritten(reason: String)
}

extension DICOMObjectError {
    /// Trying again with the same bytes gives the same answer.
    package var isPermanent: Bool {
        switch self {
        case .outOfMemory, .notWritten: false
        case .unreadable, .unsupportedTransferSyntax, .noPixelData, .tooLarge, .inconsistent, .unsupportedPixels,
            .undecodable, .invalidReport:
            true
        }
    }

    /// What an operator can do about it.
    package var hint: String {
        switch self {
        case .unreadable: "send the object again; if it fails again, the sender writes broken files"
        case .unsupportedTransferSyntax: "let the sender decompress, or use JPEG Lossless, JPEG-LS or RLE"
        case .noPixelData: "only images can be reported on; this object holds none"
        case .tooLarge: "chest radiographs are far smaller; check what the sender sends"
        case .inconsistent: "the sender wrote attributes that do not fit its pixels; report it to the vendor"
        case .unsupportedPixels: "only grayscale of 8 to 16 bits and 8-bit colour are rendered"
        case .undecodable: "send the object again uncompressed; its compressed pixels are damaged"
        case .outOfMemory: "raise the memory limit of the reporter, or send smaller images"
        case .invalidReport: "the draft holds something a report cannot; this is a fault of the model bundle"
        case .notWritten: "check free space and permissions of the state directory"
        }
    }
}

extension DICOMObjectError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let reason): "object cannot be read: \(reason)"
        case .unsupportedTransferSyntax(let uid): "transfer syntax \(uid) cannot be decoded"
        case .noPixelData: "object has no pixel data"
        case .tooLarge(let samples, let limit): "image of \(samples) samples is over the limit of \(limit)"
        case .inconsistent(let reason): "attributes and pixels do not fit: \(reason)"
        case .unsupportedPixels(let reason): "image is not rendered: \(reason)"
        case .undecodable(let reason): "compressed pixels cannot be decoded: \(reason)"
        case .outOfMemory: "out of memory"
        case .invalidReport(let reason): "report cannot be written: \(reason)"
        case .notWritten(let reason): "file cannot be written: \(reason)"
        }
    }
}
