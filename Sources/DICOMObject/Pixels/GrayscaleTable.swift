import CDCMTK
import DICOMCore

/// Brightness of every stored value of an image: the grayscale pipeline as a single table.
struct GrayscaleTable {
    /// Brightness in 0...1 (1 is white) by stored value; 0 for padding and for values that do not occur.
    let brightness: [Float]
    /// The VOI transformation in words, and the notices of the pipeline.
    let transformation: DisplayTransformation

    init(_ pipeline: GrayscalePipeline) {
        var brightness = [Float](repeating: 0, count: 65536)
        if let voi = pipeline.voi {
            for value in pipeline.film?.values ?? [] {
                let shown = Float(voi.transform(value.number))
                brightness[value.storedValue] = pipeline.isInverted ? 1 - shown : shown
            }
        }
        self.brightness = brightness
        transformation = DisplayTransformation(
            applied: pipeline.voi?.applied ?? "range of the values", notices: pipeline.notices)
    }

    /// Returns the brightness of each pixel.
    func callAsFunction(_ values: [UInt16]) -> [Float] {
        [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
            values.withUnsafeBufferPointer { values in
                cd_values_look_up(values.baseAddress, values.count, brightness, buffer.baseAddress)
            }
            count = values.count
        }
    }
}
