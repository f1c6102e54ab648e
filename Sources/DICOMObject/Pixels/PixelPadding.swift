import DICOMCore

/// Pixel Padding Value (0028,0120), up to Pixel Padding Range Limit (0028,0121) if present (PS3.3 C.7.5.1.1.2).
struct PixelPadding {
    /// Padding that leaves less of the image than this is not padding but the film.
    private static let leastShare = 0.05

    /// The values that are padding; nil if there are none.
    let values: ClosedRange<Int>?

    /// Reads the attributes. Passed over if they are no numbers, or if hardly any pixel of `film` would be left.
    init(_ attributes: inout DisplayAttributes, layout: PixelLayout, film: FilmValues) {
        guard let range = Self.range(&attributes, layout: layout) else {
            values = nil
            return
        }
        let all = film.values.reduce(0) { $0 + $1.count }
        let padded = film.values.reduce(0) { $0 + (range.contains(Int($1.number)) ? $1.count : 0) }
        guard Double(all - padded) >= Double(all) * Self.leastShare else {
            let met = [DisplayAttribute.pixelPaddingValue, .pixelPaddingRangeLimit].filter(attributes.has)
                .map { "\($0) is \(attributes.met($0))" }.joined(separator: " and ")
            attributes.note("\(met), which would leave nearly nothing of the film; it was passed over")
            values = nil
            return
        }
        values = range
    }

    /// What the attributes say, in either order of the two; nil if there is no value.
    static func range(_ attributes: inout DisplayAttributes, layout: PixelLayout) -> ClosedRange<Int>? {
        guard let value = bound(.pixelPaddingValue, of: &attributes, layout: layout) else { return nil }
        let limit = bound(.pixelPaddingRangeLimit, of: &attributes, layout: layout) ?? value
        return min(value, limit)...max(value, limit)
    }

    /// Some devices write US for signed pixels or SS for unsigned ones, or do not repeat the sign above the stored bits:
    /// only the bits count.
    private static func bound(
        _ attribute: DisplayAttribute, of attributes: inout DisplayAttributes, layout: PixelLayout
    ) -> Int? {
        guard let one = attributes.number(attribute) else { return nil }
        guard let value = one.flatMap({ Int(exactly: $0) }) else {
            attributes.note("\(attribute) is \(attributes.met(attribute)) and was passed over")
            return nil
        }
        let word = UInt16(truncatingIfNeeded: value)
        guard layout.isSigned else { return Int(word) }
        return Int(word) < layout.valueCount ? layout.number(storedValue: Int(word)) : Int(Int16(bitPattern: word))
    }
}
