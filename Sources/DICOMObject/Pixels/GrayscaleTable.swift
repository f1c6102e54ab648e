import CDCMTK
import DICOMCore

/// Brightness of every stored value of an image: the grayscale pipeline of PS3.4 N.2 as a single table.
struct GrayscaleTable {
    /// Brightness in 0...1 (1 is white) by stored value; 0 for padding and for values that do not occur.
    let brightness: [Float]

    /// Reads the pipeline's attributes; `values` are the image's stored values.
    init(_ item: DICOMItem, layout: PixelLayout, values: [UInt16]) throws(DICOMObjectError) {
        var used = [UInt8](repeating: 0, count: 65536)
        cd_values_in_use(values, values.count, &used)
        let padding = GrayscaleTable.padding(item, layout: layout)
        let modality = try ModalityTransform(item, layout: layout)

        var numbers: [(storedValue: Int, number: Double)] = []
        var lowest = Double.infinity
        var highest = -Double.infinity
        for storedValue in 0..<layout.valueCount where used[storedValue] == 1 {
            let raw = layout.number(storedValue: storedValue)
            if let padding, padding.contains(raw) { continue }
            let number = modality(Double(raw))
            guard number.isFinite else { throw .inconsistent(reason: "the modality transform overflows") }
            numbers.append((storedValue, number))
            lowest = min(lowest, number)
            highest = max(highest, number)
        }

        var brightness = [Float](repeating: 0, count: 65536)
        if lowest <= highest {
            let voi = try VOITransform(
                item, signed: modality.isSigned(layout: layout), occurring: lowest...highest)
            let isInverted = GrayscaleTable.isInverted(item, layout: layout)
            for (storedValue, number) in numbers {
                let value = Float(voi(number))
                brightness[storedValue] = isInverted ? 1 - value : value
            }
        }
        self.brightness = brightness
    }

    /// Pixel Padding Value (0028,0120), up to Pixel Padding Range Limit (0028,0121) if present (PS3.3 C.7.5.1.1.2).
    private static func padding(_ item: DICOMItem, layout: PixelLayout) -> ClosedRange<Int>? {
        // Some devices write US for signed pixels or SS for unsigned ones: only the bits count.
        func bound(_ element: UInt16) -> Int? {
            item.integer(Tag(0x0028, element)).map { value in
                let word = UInt16(truncatingIfNeeded: value)
                return layout.isSigned ? Int(Int16(bitPattern: word)) : Int(word)
            }
        }
        guard let value = bound(0x0120) else { return nil }
        let limit = bound(0x0121) ?? value
        return min(value, limit)...max(value, limit)
    }

    /// Whether the smallest number is white: MONOCHROME1, or Presentation LUT Shape (2050,0020) INVERSE, which in
    /// images repeats MONOCHROME1 and never undoes it (PS3.3 C.8.11.3).
    private static func isInverted(_ item: DICOMItem, layout: PixelLayout) -> Bool {
        layout.photometricInterpretation == "MONOCHROME1" || item.string(Tag(0x2050, 0x0020)) == "INVERSE"
    }
}
