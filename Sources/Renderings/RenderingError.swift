package import OperatorErrors

/// Why there is no picture of a stored image.
package enum RenderingError: OperatorError, Equatable {
    /// The limit on concurrent renderings is reached, and the queue is full or moved too slowly.
    case busy(limit: Int)
    /// A decoder process could not be started.
    case noDecoder(String)
    /// The image cannot be decoded, or its decoder ended.
    case notRendered(String)

    package var description: String {
        switch self {
        case .busy(let limit): "\(limit) images are being rendered already, and other requests are waiting"
        case .noDecoder(let reason): "the decoder process did not start: \(reason)"
        case .notRendered(let reason): "the stored image cannot be rendered: \(reason)"
        }
    }

    package var hint: String {
        switch self {
        case .busy: "send the request again after the seconds in Retry-After"
        case .noDecoder: "check the memory and the process limits of the service; thoraxctl check starts a decoder"
        case .notRendered: "retrieve the instance as it is stored: application/dicom; transfer-syntax=*"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .busy: .busy
        case .noDecoder: .unavailable
        // The client asked correctly.
        case .notRendered: .internal
        }
    }
}
