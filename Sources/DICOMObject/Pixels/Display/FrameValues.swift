import DICOMCore

/// A decoded frame as values with the tables that show them, so that another window of it needs no decoding.
package struct FrameValues {
    package let rows: Int
    package let columns: Int
    /// Height of a pixel divided by its width.
    package let aspect: Double
    /// `rows * columns` values, row by row.
    package let values: [UInt16]
    /// Brightness by value as the reporter shows the frame, 0 (black) to 1; black beyond its end.
    package let brightness: [Float]
    /// Modality value by value; not a number for padding and for values that do not occur. Nil for colours, to which no window
    /// applies.
    package let numbers: [Double]?
    /// Whether the lowest modality value is white.
    package let isInverted: Bool
    /// The notices of `DisplayTransformation`, and those with a window of the client.
    package let notices: [String]
    package let noticesOfWindow: [String]
}

extension DICOMFile {
    /// Returns a frame as values. Throws like `displayedImage`.
    ///
    /// - Parameter number: from 1 on.
    /// - Returns: nil if there is no such frame.
    package func frameValues(_ number: Int, threads: Int) throws(DICOMObjectError) -> FrameValues? {
        let named = try PixelLayout(dataSet)
        guard (1...named.frames).contains(number) else { return nil }
        let (frame, notices) = try decodedFrame(number, of: named, threads: threads)
        let layout = frame.layout
        guard layout.isGrayscale else {
            let pixels = try frame.luminance(of: self)
            // More steps than a picture of 8 bits shows.
            let values = pixels.map { UInt16(min(max($0, 0), 1) * 65535 + 0.5) }
            return FrameValues(
                rows: layout.rows, columns: layout.columns, aspect: dataSet.pixelAspect, values: values,
                brightness: (0...65535).map { Float($0) / 65535 }, numbers: nil, isInverted: false, notices: notices,
                noticesOfWindow: notices)
        }
        let pipeline = GrayscalePipeline(dataSet, layout: layout, values: frame.samples)
        let table = GrayscaleTable(pipeline)
        let count = (pipeline.stored.values.map(\.storedValue).max() ?? 0) + 1
        var numbers = [Double](repeating: .nan, count: count)
        if pipeline.voi != nil {
            for value in pipeline.film?.values ?? [] { numbers[value.storedValue] = value.number }
        }
        return FrameValues(
            rows: layout.rows, columns: layout.columns, aspect: dataSet.pixelAspect, values: frame.samples,
            brightness: Array(table.brightness.prefix(count)), numbers: numbers, isInverted: pipeline.isInverted,
            notices: notices + pipeline.notices, noticesOfWindow: notices + pipeline.noticesOfWindow)
    }
}

extension VOIWindow {
    /// Brightness of a modality value of `FrameValues`, 0 to 1; black for what is not a number.
    package func brightness(of number: Double, isInverted: Bool) -> Float {
        guard !number.isNaN else { return 0 }
        let shown = Float(VOITransform(self)(number))
        return isInverted ? 1 - shown : shown
    }
}
