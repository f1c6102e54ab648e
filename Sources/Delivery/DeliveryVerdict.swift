package import DICOMCore

/// What a destination's answer to a C-STORE means for the object.
package enum DeliveryVerdict: Sendable, Equatable {
    /// The destination has it.
    case delivered
    /// Another attempt may succeed.
    case passing
    /// Another attempt succeeds once somebody has changed something at the destination.
    case passingSlowly
    /// Another attempt gets the same answer.
    case permanent

    /// Statuses of PS3.4 Table B.2-1 and PS3.7 Annex C. Whatever is on no list is not taken for success.
    package init(_ status: DIMSEStatus) {
        self =
            switch status.rawValue {
            // Kept; kept with elements coerced, discarded or found not to match the class; kept before.
            case 0x0000, 0xB000, 0xB006, 0xB007, 0x0111: .delivered
            case 0x0124: .passingSlowly
            // Invalid instance or class, unsupported class, mistyped argument, unrecognized operation.
            case 0x0117, 0x0118, 0x0119, 0x0122, 0x0211, 0x0212: .permanent
            case 0xA900...0xA9FF, 0xC000...0xCFFF: .permanent
            // Out of resources, processing failure, duplicate invocation, and what no standard knows.
            default: .passing
            }
    }
}

extension DIMSEStatus {
    /// The answer in words, as a reason for the operator; the destination's own comment may name a patient.
    var storeMeaning: String {
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
            default: "a status no standard knows"
            }
        return "the destination answered \(self), \(meaning)"
    }
}
