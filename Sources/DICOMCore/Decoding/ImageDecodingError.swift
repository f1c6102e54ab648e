package import OperatorErrors

/// Why the pixels of an image were not decoded.
package enum ImageDecodingError: OperatorError, Equatable {
    /// So many images are being decoded already.
    case busy(limit: Int)
    /// The pixels are damaged or in a coding that is not supported; another attempt fails too.
    case undecodable(reason: String)
    /// The decoder ended or took too long; another attempt may succeed.
    case failed(reason: String)
    /// The disk has no space for the uncompressed copy.
    case noSpace(bytes: Int)

    package var description: String {
        switch self {
        case .busy(let limit): "\(limit) images are being decoded already"
        case .undecodable(let reason): "its pixels cannot be decompressed: \(reason)"
        case .failed(let reason): "its pixels were not decompressed: \(reason)"
        case .noSpace(let bytes): "there is no space for its \(bytes) uncompressed bytes"
        }
    }

    package var hint: String {
        switch self {
        case .busy: "ask again later, or have the receiver accept the transfer syntax in which the object is stored"
        case .undecodable: "have the receiver accept the transfer syntax in which the object is stored"
        case .failed: "try again; the log and thoraxctl check say whether decoders start"
        case .noSpace: "free space in the state directory"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .busy: .busy
        case .undecodable: .malformed
        case .failed: .internal
        case .noSpace: .outOfResources
        }
    }
}
