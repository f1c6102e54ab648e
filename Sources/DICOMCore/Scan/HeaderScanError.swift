package import OperatorErrors

/// Why a data set's header cannot be read. Offsets are in bytes from the start of the scanned data.
package enum HeaderScanError: OperatorError, Equatable {
    /// There is no data element at this offset.
    case notDICOM(offset: Int)
    /// The data ends within the element that starts at this offset.
    case truncated(offset: Int)
    /// A length that the standard does not allow here.
    case badLength(Tag, offset: Int)
    /// Sequences are nested deeper than the scan follows.
    case tooDeep(offset: Int)
    /// There are more elements than the scan reads.
    case tooManyElements(offset: Int)
    /// An attribute that identifies the instance is missing or empty.
    case missing(Tag)
    /// An attribute that must be a UID is not one.
    case invalidUID(Tag)
    /// The file meta information has no transfer syntax, or one that is not supported.
    case unknownTransferSyntax
    /// zlib rejects the deflated data set, or it lacks its end; the offset counts its compressed bytes.
    case damagedDeflation(offset: Int)
    /// A deflated data set inflates to more than any image needs.
    case inflatesTooFar(bytes: Int)
    /// The operating system could not read the bytes.
    case unreadable(errno: Int32)

    package var fault: FaultKind {
        if case .unreadable = self { .outOfResources } else { .malformed }
    }

    package var hint: String {
        switch self {
        case .unreadable: "Check the disk and the permissions of the state directory."
        case .unknownTransferSyntax: "Have the sender convert the object to a transfer syntax that this node accepts."
        case .damagedDeflation: "The object is damaged or truncated; have the sender send it again, uncompressed."
        case .inflatesTooFar: "No image is that large; check which device sent it."
        case .truncated: "The object is truncated; have the sender send it again."
        case .notDICOM, .badLength, .tooDeep, .tooManyElements, .missing, .invalidUID:
            "The object violates the standard; report it to the vendor of the sending device."
        }
    }
}

extension HeaderScanError {
    package var description: String {
        switch self {
        case .notDICOM(let offset): "no data element at byte \(offset)"
        case .truncated(let offset): "the data set ends within the element at byte \(offset)"
        case .badLength(let tag, let offset): "\(tag) at byte \(offset) has an impossible length"
        case .tooDeep(let offset): "sequences nested too deeply at byte \(offset)"
        case .tooManyElements(let offset): "too many elements before byte \(offset)"
        case .missing(let tag): "\(tag) is missing or empty"
        case .invalidUID(let tag): "\(tag) is not a valid UID"
        case .unknownTransferSyntax: "the transfer syntax is missing or unknown"
        case .damagedDeflation(let offset): "the deflated data set is damaged or truncated at byte \(offset)"
        case .inflatesTooFar(let bytes): "the deflated data set inflates to more than \(bytes) bytes"
        case .unreadable(let errno): "the data cannot be read (errno \(errno))"
        }
    }
}
