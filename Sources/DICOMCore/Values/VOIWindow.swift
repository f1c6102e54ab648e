/// A window over the modality values of an image (PS3.3 C.11.2.1.2).
package struct VOIWindow: Sendable, Equatable, Codable {
    /// VOI LUT Function (0028,1056).
    package enum Function: String, Sendable, Codable, CaseIterable {
        case linear = "LINEAR"
        case linearExact = "LINEAR_EXACT"
        case sigmoid = "SIGMOID"
    }

    package let center: Double
    package let width: Double
    package let function: Function

    /// Returns nil for a width that the function cannot have.
    package init?(center: Double, width: Double, function: Function = .linear) {
        guard center.isFinite, width.isFinite, width >= 1 || (function != .linear && width > 0) else { return nil }
        (self.center, self.width, self.function) = (center, width, function)
    }
}
