package import OperatorErrors

/// Why the body of a store request cannot be taken apart. Parts count from 1.
package enum MultipartError: OperatorError, Equatable {
    /// The request's Content-Type is not `multipart/related`.
    case notMultipart
    /// The parts are of a type that is not stored.
    case otherType
    /// The Content-Type has no boundary that can be used.
    case noBoundary
    /// The boundary does not occur, or only at the end.
    case noPart
    case bareLineEnd(part: Int)
    case badHead(part: Int)
    case headTooLong(part: Int, limit: Int)
    case tooManyParts(limit: Int)
    case partTooLarge(part: Int, limit: Int)
    case bodyTooLarge(limit: Int)
    /// The body ends without the closing boundary.
    case brokenOff(part: Int)

    package var description: String {
        switch self {
        case .notMultipart: "the Content-Type of the request is not multipart/related"
        case .otherType: "the request has parts of another type than application/dicom"
        case .noBoundary: "the Content-Type of the request has no boundary of 1 to 128 printable characters"
        case .noPart: "the body has no part: the boundary of the Content-Type does not begin one"
        case .bareLineEnd(let part): "a line of part \(part) ends with LF or CR instead of CR LF"
        case .badHead(let part): "part \(part) has a header field without a name"
        case .headTooLong(let part, let limit): "the header fields of part \(part) have more than \(limit) bytes"
        case .tooManyParts(let limit): "the body has more than \(limit) parts"
        case .partTooLarge(let part, let limit): "part \(part) has more than \(limit) bytes"
        case .bodyTooLarge(let limit): "the body has more than \(limit) bytes"
        case .brokenOff(let part): "the body breaks off in part \(part), without the closing boundary"
        }
    }

    package var hint: String {
        switch self {
        case .notMultipart, .otherType:
            "Send Content-Type: multipart/related; type=\"application/dicom\"; boundary=..."
        case .noBoundary: "State in the Content-Type the boundary that separates the parts."
        case .noPart, .bareLineEnd, .badHead, .headTooLong:
            "Each part begins with CRLF, --, the boundary, CRLF, its header fields and an empty line (RFC 2046 5.1)."
        case .tooManyParts, .partTooLarge, .bodyTooLarge: "Send the instances in several requests."
        case .brokenOff: "Send the request again: instances that are stored already are accepted again."
        }
    }

    package var fault: FaultKind {
        switch self {
        case .tooManyParts, .partTooLarge, .bodyTooLarge: .tooLarge
        default: .malformed
        }
    }
}
