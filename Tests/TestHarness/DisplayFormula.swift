package import Foundation

/// Shows a display form as a page does: from its JSON and its values alone, by the equations of PS3.3 C.11.2.
package enum DisplayFormula {
    /// Undoes differences, zigzag and planes, row by row.
    package static func values(ofPlanes planes: [UInt8], width: Int) -> [UInt16] {
        let count = planes.count / 2
        var values = [UInt16](repeating: 0, count: count)
        for index in 0..<count {
            let code = Int(planes[index]) | Int(planes[count + index]) << 8
            let difference = (code >> 1) ^ -(code & 1)
            let before =
                index % width > 0 ? values[index - 1] : index >= width ? values[index - width] : 0
            values[index] = UInt16(truncatingIfNeeded: Int(before) + difference)
        }
        return values
    }

    /// The greys of 8 bits that a page draws.
    ///
    /// - Parameter preset: the VOI transformation, by its place; by default the one that is shown.
    package static func shades(_ values: [UInt16], _ json: Data, preset: Int? = nil) throws -> [UInt8] {
        let facts = try JSONSerialization.jsonObject(with: json) as? [String: Any] ?? [:]
        let presets = facts["voi"] as? [[String: Any]] ?? []
        let brightness = try brightness(presets[preset ?? facts["shown"] as? Int ?? 0])
        let slope = (facts["slope"] as? NSNumber)?.doubleValue ?? .nan
        let intercept = (facts["intercept"] as? NSNumber)?.doubleValue ?? .nan
        let padding = facts["padding"] as? [Int]
        let isInverted = facts["inverted"] as? Bool ?? false
        let table = (0...65535).map { value -> UInt8 in
            if let padding, (padding[0]...padding[1]).contains(value) { return 0 }
            let shown = min(max(brightness(Double(value) * slope + intercept), 0), 1)
            return UInt8((isInverted ? 1 - shown : shown) * 255 + 0.5)
        }
        return values.map { table[Int($0)] }
    }

    private static func brightness(_ preset: [String: Any]) throws -> (Double) -> Double {
        func number(_ key: String) -> Double { (preset[key] as? NSNumber)?.doubleValue ?? .nan }
        let (center, width) = (number("center"), number("width"))
        switch preset["function"] as? String {
        case "linear":
            return { x in
                x <= center - 0.5 - (width - 1) / 2
                    ? 0 : x > center - 0.5 + (width - 1) / 2 ? 1 : (x - (center - 0.5)) / (width - 1) + 0.5
            }
        case "linear-exact": return { ($0 - center) / width + 0.5 }
        case "sigmoid": return { 1 / (1 + exp(-4 * ($0 - center) / width)) }
        case "range":
            let (low, high) = (number("low"), number("high"))
            return { high > low ? ($0 - low) / (high - low) : 0 }
        case "table":
            let bytes = [UInt8](Data(base64Encoded: preset["entries"] as? String ?? "") ?? Data())
            let entries = (0..<bytes.count / 2).map { Double(bytes[2 * $0]) + 256 * Double(bytes[2 * $0 + 1]) }
            let (first, maximum) = (number("first"), number("maximum"))
            return { entries[Int(min(max($0.rounded() - first, 0), Double(entries.count - 1)))] / maximum }
        default: throw CocoaError(.coderReadCorrupt)
        }
    }
}
