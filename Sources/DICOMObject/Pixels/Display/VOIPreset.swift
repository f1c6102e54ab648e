package import FoundationEssentials

/// A VOI transformation as a viewer applies it to modality values, before the inversion (PS3.3 C.11.2).
package struct VOIPreset: Sendable, Equatable, Codable {
    package enum Function: String, Sendable, Codable {
        case linear
        case linearExact = "linear-exact"
        case sigmoid
        case table
        /// From black at `low` to white at `high`.
        case range
    }

    package let function: Function
    /// The device's explanation, such as NORMAL or HARDER.
    package private(set) var name: String?
    /// Center and width of a window.
    package private(set) var center: Double?
    package private(set) var width: Double?
    /// The modality value that a table maps to its first entry, as it does every smaller one.
    package private(set) var first: Int?
    /// The table entry that is white.
    package private(set) var maximum: Double?
    /// The entries of a table, 16-bit, low byte first.
    package private(set) var entries: Data?
    /// The modality values that a range shows black and white.
    package private(set) var low: Double?
    package private(set) var high: Double?

    init(_ transform: VOITransform, name: String? = nil) {
        self.name = name
        switch transform {
        case .linear(let center, let width): (function, self.center, self.width) = (.linear, center, width)
        case .linearExact(let center, let width): (function, self.center, self.width) = (.linearExact, center, width)
        case .sigmoid(let center, let width): (function, self.center, self.width) = (.sigmoid, center, width)
        case .table(let table):
            (function, first, maximum) = (.table, table.firstMapped, table.maximum)
            // The host is little-endian.
            entries = table.entries.withUnsafeBytes { Data($0) }
        case .range(let range): (function, low, high) = (.range, range.lowerBound, range.upperBound)
        }
    }

    /// Whether every parameter that its function needs is present and usable.
    package var isWhole: Bool {
        switch function {
        case .linear, .linearExact, .sigmoid: center?.isFinite == true && (width ?? 0) > 0
        case .table: first != nil && (maximum ?? 0) > 0 && !(entries ?? Data()).isEmpty
        case .range: low?.isFinite == true && high?.isFinite == true
        }
    }
}
