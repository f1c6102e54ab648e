import CDCMTK
import DICOMCore

/// Brightness of every stored value of an image: the grayscale pipeline of PS3.4 N.2 as a single table.
struct GrayscaleTable {
    /// Brightness in 0...1 (1 is white) by stored value; 0 for padding and for values that do not occur.
    let brightness: [Float]
    /// The VOI transformation in words, and what was passed over on the way.
    let transformation: DisplayTransformation

    /// Reads the pipeline's attributes.
    ///
    /// - Parameters:
    ///   - values: the image's stored values.
    ///   - window: takes the place of the image's own VOI transformations.
    init(_ item: DICOMItem, layout: PixelLayout, values: [UInt16], window: VOIWindow? = nil) {
        var attributes = DisplayAttributes(item)
        let stored = Self.occurring(values, layout: layout)
        let padding = PixelPadding(&attributes, layout: layout, film: stored).values
        let film = FilmValues(values: stored.values.filter { padding?.contains(Int($0.number)) != true })
        let modality = ModalityTransform(&attributes, layout: layout, stored: film)
        let isInverted = Self.isInverted(&attributes, layout: layout)

        var brightness = [Float](repeating: 0, count: 65536)
        var applied = "range of the values"
        if let numbers = film.mapped({ modality($0) }), let range = numbers.range {
            let voi =
                window.map(VOISelection.init)
                ?? VOISelection(
                    &attributes, signed: modality.isSigned(layout: layout), film: numbers, range: range)
            applied = voi.applied
            for value in numbers.values {
                let shown = Float(voi.transform(value.number))
                brightness[value.storedValue] = isInverted ? 1 - shown : shown
            }
        }
        self.brightness = brightness
        transformation = DisplayTransformation(applied: applied, notices: attributes.notices)
    }

    /// The stored values with the numbers they represent, in ascending order of the stored value.
    private static func occurring(_ values: [UInt16], layout: PixelLayout) -> FilmValues {
        var counts = [UInt32](repeating: 0, count: 4 * 65536)
        cd_values_count(values, values.count, &counts)
        return FilmValues(
            values: (0..<layout.valueCount).filter { counts[$0] > 0 }.map {
                FilmValues.Value(
                    storedValue: $0, number: Double(layout.number(storedValue: $0)), count: Int(counts[$0]))
            })
    }

    /// Whether the smallest number is white: MONOCHROME1, or Presentation LUT Shape (2050,0020) INVERSE, which in
    /// images repeats MONOCHROME1 and never undoes it (PS3.3 C.8.11.3).
    private static func isInverted(_ attributes: inout DisplayAttributes, layout: PixelLayout) -> Bool {
        let shape = DisplayAttribute.presentationLUTShape
        let known = attributes.term(shape, among: ["IDENTITY", "INVERSE", "LIN OD"])
        if known == nil, attributes.has(shape) {
            attributes.note("\(shape) is \(attributes.met(shape)) and was passed over")
        }
        let isMonochrome1 = layout.photometricInterpretation == "MONOCHROME1"
        if known == "INVERSE", !isMonochrome1 {
            attributes.note("\(shape) is INVERSE; the film was shown inverted although its pixels are MONOCHROME2")
        }
        return isMonochrome1 || known == "INVERSE"
    }
}
