/// What the status of a C-STORE response means for the object (PS3.4 Table B.2-1, PS3.7 Annex C).
///
/// The only table of these statuses: delivery, C-GET, C-MOVE and the conformance statement use it.
package enum StoreResponse: Sendable, Equatable {
    /// The receiver stored the object.
    case stored
    /// The receiver stored the object with elements coerced, discarded or found not to match the class.
    case storedWithWarning
    /// The receiver has stored the object before.
    case duplicate
    /// Another attempt may succeed: out of resources, processing failure, or a status that no standard defines.
    case transient
    /// Another attempt succeeds once an administrator of the receiver has allowed this node.
    case notAuthorized
    /// Another attempt gets the same answer.
    case permanent

    package init(_ status: DIMSEStatus) {
        self =
            switch status.rawValue {
            case 0x0000: .stored
            case 0xB000, 0xB006, 0xB007: .storedWithWarning
            case 0x0111: .duplicate
            case 0x0124: .notAuthorized
            case 0x0117, 0x0118, 0x0119, 0x0122, 0x0211, 0x0212, 0xA900...0xA9FF, 0xC000...0xCFFF: .permanent
            default: .transient
            }
    }

    /// Whether the receiver has the object.
    package var isStored: Bool { self == .stored || self == .storedWithWarning || self == .duplicate }
}

extension DIMSEStatus {
    /// The response to a C-STORE in words. The receiver's own comment is not used: it may name a patient.
    package var storeMeaning: String {
        let meaning =
            switch rawValue {
            case 0x0110: "processing failure"
            case 0x0117, 0x0119: "invalid SOP instance or class"
            case 0x0118, 0x0122: "SOP class not supported"
            case 0x0124: "not authorized"
            case 0x0210: "duplicate invocation"
            case 0x0211: "unrecognized operation"
            case 0x0212: "mistyped argument"
            case 0xA700...0xA7FF: "out of resources"
            case 0xA900...0xA9FF: "data set does not match SOP class"
            case 0xC000...0xCFFF: "cannot understand"
            default: "a status that no standard defines"
            }
        return "the destination answered \(self), \(meaning)"
    }
}
