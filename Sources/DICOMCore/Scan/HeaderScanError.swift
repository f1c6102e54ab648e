/// Why a data set's header cannot be read. Offsets count bytes from the start of what was scanned.
package enum HeaderScanError: Error, Sendable, Equatable {
    /// The bytes at this place are no data element.
    case notDICOM(offset: Int)
    /// The bytes end within the element that starts at this place.
    case truncated(offset: Int)
    /// A length that the standard does not allow in this place.
    case badLength(Tag, offset: Int)
    /// More sequences within each other than the scan follows.
    case tooDeep(offset: Int)
    /// More elements than the scan walks.
    case tooManyElements(offset: Int)
    /// An attribute that identifies the instance is missing or empty.
    case missing(Tag)
    /// An attribute that must be a unique identifier is none.
    case invalidUID(Tag)
    /// The file meta information names no transfer syntax, or one the project does not read.
    case unknownTransferSyntax
    /// A deflated data set that zlib refuses, or that lacks its end, after so many of its bytes.
    case damagedDeflation(offset: Int)
    /// A deflated data set that unpacks to more than any image takes.
    case inflatesTooFar(bytes: Int)
    /// The operating system would not give the bytes.
    case unreadable(errno: Int32)

    /// What to do about it, for the operator.
    package var hint: String {
        switch self {
        case .unreadable: "Check the disk and the permissions of the state directory."
        case .unknownTransferSyntax: "Let the sender convert the object to a transfer syntax the node offers."
        case .damagedDeflation: "The object was damaged or cut short; let the sender send it again, uncompressed."
        case .inflatesTooFar: "No image unpacks to so much; find out who sends this."
        case .truncated: "The object lacks its end; let the sender send it again."
        case .notDICOM, .badLength, .tooDeep, .tooManyElements, .missing, .invalidUID:
            "The object does not follow the standard; tell the vendor of the device that sent it."
        }
    }
}

extension HeaderScanError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notDICOM(let offset): "no data element at byte \(offset)"
        case .truncated(let offset): "the data set ends within the element at byte \(offset)"
        case .badLength(let tag, let offset): "\(tag) at byte \(offset) has an impossible length"
        case .tooDeep(let offset): "sequences nested too deeply at byte \(offset)"
        case .tooManyElements(let offset): "too many elements before byte \(offset)"
        case .missing(let tag): "\(tag) is missing or empty"
        case .invalidUID(let tag): "\(tag) is no unique identifier"
        case .unknownTransferSyntax: "the transfer syntax is missing or unknown"
        case .damagedDeflation(let offset): "the deflated data set is damaged or cut short at byte \(offset)"
        case .inflatesTooFar(let bytes): "the deflated data set unpacks to more than \(bytes) bytes"
        case .unreadable(let errno): "cannot be read (errno \(errno))"
        }
    }
}
