package import OperatorErrors

/// Why a stored data set cannot be sent in another transfer syntax. An object whose structure is not certain is sent as it
/// is stored or not at all. Offsets are in bytes from the start of the data set.
package enum ConversionError: OperatorError, Equatable {
    /// The VR is not in the standard, so the form of the length after it is unknown.
    case unknownVR(Tag, letters: String, offset: Int)
    /// A value of undefined length that is not a sequence: compressed pixel data under an uncompressed transfer syntax.
    case undefinedLength(Tag, offset: Int)
    /// A value of VR UN with items in Explicit VR; the standard requires Implicit VR there (PS3.5 6.2.2).
    case explicitItems(Tag, offset: Int)
    /// The data set ends within this element.
    case truncated(Tag, offset: Int)
    /// An element longer than the sequence or item that it is in.
    case tooLong(Tag, offset: Int)
    /// An item, a delimiter or another element where it cannot be.
    case misplaced(Tag, offset: Int)
    /// Sequences are nested deeper than the limit.
    case tooDeep(offset: Int)
    /// The header of an element, or the deflated data set, cannot be read.
    case unreadable(HeaderScanError)

    package var fault: FaultKind {
        if case .unreadable(let error) = self { error.fault } else { .malformed }
    }

    package var hint: String {
        "Have the receiver accept the transfer syntax in which the object is stored, or have the modality send it again."
    }
}

extension ConversionError {
    package var description: String {
        switch self {
        case .unknownVR(let tag, let letters, let offset): "\(tag) at byte \(offset) has the unknown VR \(letters)"
        case .undefinedLength(let tag, let offset):
            "\(tag) at byte \(offset) has an undefined length and is not a sequence"
        case .explicitItems(let tag, let offset): "\(tag) at byte \(offset) has the VR UN and items in Explicit VR"
        case .truncated(let tag, let offset): "the data set ends within \(tag) at byte \(offset)"
        case .tooLong(let tag, let offset): "\(tag) at byte \(offset) is longer than its sequence or item"
        case .misplaced(let tag, let offset): "\(tag) at byte \(offset) does not belong there"
        case .tooDeep(let offset): "sequences nested too deeply at byte \(offset)"
        case .unreadable(let error): "\(error)"
        }
    }
}
