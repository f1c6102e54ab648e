package import OperatorErrors

/// Why a data set's header cannot be read. Offsets are in bytes from the start of the scanned data.
package enum HeaderScanError: OperatorError, Equatable {
    /// The file does not have the prefix of a DICOM file.
    case noPrefix
    /// There is no data element at this offset, which follows the element `after`.
    case noElement(offset: Int, after: Tag? = nil)
    /// The two bytes where the element's VR belongs are not a VR.
    case unknownVR(Tag, offset: Int)
    /// The data ends within the element that starts at this offset, or before its delimiter.
    case truncated(offset: Int, tag: Tag? = nil, missing: Int? = nil)
    /// A length that the standard does not allow here.
    case badLength(Tag, offset: Int)
    /// An element or delimiter where an item is due, or an item where an element is due.
    case unexpected(Tag, offset: Int, within: Tag?)
    /// An item or element exceeds the sequence or item that it is in.
    case overrun(Tag, offset: Int, bytes: Int, within: Tag?)
    /// Sequences are nested deeper than the scan follows.
    case tooDeep(offset: Int)
    /// There are more elements than the scan reads.
    case tooManyElements(offset: Int)
    /// An attribute that identifies the patient or says what the samples are occurs twice with different values; the offset is
    /// that of the second occurrence.
    case repeated(Tag, offset: Int)
    /// An attribute that identifies the instance is missing or empty.
    case missing(Tag)
    /// An attribute that must be a UID is not one.
    case invalidUID(Tag)
    /// The file meta information has no transfer syntax, or one that is not supported.
    case unknownTransferSyntax(uid: String? = nil)
    /// zlib rejects the deflated data set, or it lacks its end; the offset counts its compressed bytes.
    case damagedDeflation(offset: Int)
    /// A deflated data set inflates to more than any image needs.
    case inflatesTooFar(bytes: Int)
    /// The attributes without the pixel data have more bytes than any object needs.
    case attributesTooLarge(bytes: Int)
    /// The operating system could not read the bytes.
    case unreadable(errno: Int32)

    package var fault: FaultKind {
        if case .unreadable = self { .outOfResources } else { .malformed }
    }

    package var hint: String {
        switch self {
        case .unreadable: "Check the disk and the permissions of the state directory."
        case .noPrefix: "The file is no DICOM file (PS3.10); check what wrote it."
        case .unknownTransferSyntax: "Have the sender convert the object to a transfer syntax that this node accepts."
        case .damagedDeflation: "The object is damaged or truncated; have the sender send it again, uncompressed."
        case .attributesTooLarge: "No image or report has as many; check which device sent it."
        case .inflatesTooFar: "No image is that large; check which device sent it."
        case .repeated: "A sequence is damaged or an attribute doubled; report it to the vendor of the sending device."
        case .truncated: "The object is truncated; have the sender send it again."
        case .noElement, .unknownVR, .badLength, .unexpected, .overrun, .tooDeep, .tooManyElements, .missing,
            .invalidUID:
            "The object violates the standard; report it to the vendor of the sending device."
        }
    }
}

extension HeaderScanError {
    package var description: String {
        switch self {
        case .noPrefix: "there is no prefix DICM at byte 128"
        case .noElement(let offset, nil): "the data set begins with bytes that are no data element, at byte \(offset)"
        case .noElement(let offset, let after?): "what follows \(after) at byte \(offset) is no data element"
        case .unknownVR(let tag, let offset): "\(tag) at byte \(offset) has no VR"
        case .truncated(let offset, nil, _): "the data set ends within the element at byte \(offset)"
        case .truncated(let offset, let tag?, nil):
            "the data set ends at byte \(offset) without the delimiter of \(tag)"
        case .truncated(let offset, let tag?, let missing?):
            "the data set ends within \(tag) at byte \(offset), of which \(missing) bytes are missing"
        case .badLength(let tag, let offset): "\(tag) at byte \(offset) has an impossible length"
        case .unexpected(let tag, let offset, nil): "\(tag) at byte \(offset) is outside a sequence"
        case .unexpected(let tag, let offset, let sequence?):
            "\(tag) at byte \(offset) is where \(sequence) must have an item or its end"
        case .overrun(let tag, let offset, let bytes, let sequence):
            "\(tag) at byte \(offset) is \(bytes) bytes longer than \(sequence.map { "\($0)" } ?? "what") it is in"
        case .tooDeep(let offset):
            "sequences nested more than \(DataSetWalk.depthLimit) levels deep at byte \(offset)"
        case .tooManyElements(let offset): "too many elements before byte \(offset)"
        case .repeated(let tag, let offset):
            "\(tag) occurs twice with different values, the second time at byte \(offset)"
        case .missing(let tag): "\(tag) is missing or empty"
        case .invalidUID(let tag): "\(tag) is not a valid UID"
        case .unknownTransferSyntax(nil): "Transfer Syntax UID (0002,0010) is missing"
        case .unknownTransferSyntax(let uid?): "the transfer syntax \(uid) is unknown"
        case .damagedDeflation(let offset): "the deflated data set is damaged or truncated at byte \(offset)"
        case .inflatesTooFar(let bytes): "the deflated data set inflates to more than \(bytes) bytes"
        case .attributesTooLarge(let bytes): "the attributes have more than \(bytes) bytes"
        case .unreadable(let errno): "the data cannot be read (errno \(errno))"
        }
    }

    /// Whether the error concerns one element, so that later elements may still be readable.
    var concernsElement: Bool {
        switch self {
        case .noElement, .unknownVR, .truncated, .badLength, .unexpected, .overrun: true
        default: false
        }
    }

    /// Adds the element before the invalid bytes to a `noElement` error.
    func after(_ tag: Tag?) -> HeaderScanError {
        if case .noElement(let offset, nil) = self { .noElement(offset: offset, after: tag) } else { self }
    }
}
