import CDCMTK
import DICOMCore

/// The grayscale pipeline of an image (PS3.4 N.2) with every choice made: which values are padding, and which modality and
/// VOI transforms apply. `GrayscaleTable` and the display form use the same pipeline, so they show the same picture.
struct GrayscalePipeline {
    /// The stored values that occur, with the numbers they represent, in ascending order of the stored value.
    let stored: FilmValues
    /// Numbers that are padding, which is shown black.
    let padding: ClosedRange<Int>?
    let modality: ModalityTransform
    /// The modality values of the film without padding; nil if a value is not finite. May be empty.
    let film: FilmValues?
    let voi: VOISelection?
    /// Whether the smallest modality value is white.
    let isInverted: Bool
    /// Sentences about attributes that were passed over or assumed.
    let notices: [String]
    /// Those of them that do not concern the VOI transformations: the notices with any window in their place.
    let noticesOfWindow: [String]

    /// Reads the pipeline's attributes.
    ///
    /// - Parameters:
    ///   - values: the image's stored values.
    ///   - window: replaces the image's own VOI transformations.
    init(_ item: DICOMItem, layout: PixelLayout, values: [UInt16], window: VOIWindow? = nil) {
        var attributes = DisplayAttributes(item)
        let stored = Self.occurring(values, layout: layout)
        let padding = PixelPadding(&attributes, layout: layout, film: stored).values
        let unpadded = FilmValues(values: stored.values.filter { padding?.contains(Int($0.number)) != true })
        let modality = ModalityTransform(&attributes, layout: layout, stored: unpadded)
        isInverted = Self.isInverted(&attributes, layout: layout)
        let film = unpadded.mapped { modality($0) }
        noticesOfWindow = attributes.notices
        voi = film.flatMap { film in
            film.range.map { range in
                window.map(VOISelection.init)
                    ?? VOISelection(
                        &attributes, signed: modality.isSigned(layout: layout), film: film, range: range)
            }
        }
        (self.stored, self.padding, self.modality, self.film) = (stored, padding, modality, film)
        notices = attributes.notices
    }

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
