/// A picture as 16-bit values and a table of their brightness. It is shown row by row: it takes a byte for each pixel that is
/// shown, or four for each row and column that it is reduced to, and not four for each of its own pixels.
package struct TabledImage {
    private let rows: Int
    private let columns: Int
    private let values: UnsafeBufferPointer<UInt16>
    private let brightness: [Float]

    /// - Parameters:
    ///   - values: `rows * columns` values, row by row, valid as long as this is used.
    ///   - brightness: 0 (black) to 1 by value; black beyond its end.
    package init(rows: Int, columns: Int, values: UnsafeBufferPointer<UInt16>, brightness: [Float]) {
        precondition(values.count == rows * columns, "a picture needs rows × columns values")
        (self.rows, self.columns, self.values) = (rows, columns, values)
        let missing = max(0, 65536 - brightness.count)
        self.brightness = brightness + [Float](repeating: 0, count: missing)
    }

    /// The same picture as `GrayscaleImage.shown` of the brightness of each pixel.
    package func shown(aspect: Double, in viewport: Viewport? = nil) -> EightBitImage? {
        guard let place = ViewportPlacement(viewport, rows: rows, columns: columns, aspect: aspect) else { return nil }
        return (place.isWhole ? whole(place) : resized(place)).turned(as: viewport)
    }

    private func row(_ number: Int, _ place: ViewportPlacement) -> Slice<UnsafeBufferPointer<UInt16>> {
        values[number * columns + place.across.lowerBound..<number * columns + place.across.upperBound]
    }

    private func whole(_ place: ViewportPlacement) -> EightBitImage {
        let shades = EightBitImage(GrayscaleImage(rows: 1, columns: brightness.count, pixels: brightness)).pixels
        let pixels = shades.withUnsafeBufferPointer { shades in
            [UInt8](unsafeUninitializedCapacity: place.rows * place.columns) { output, filled in
                for number in place.down {
                    for value in row(number, place) {
                        output[filled] = shades[Int(value)]
                        filled += 1
                    }
                }
            }
        }
        return EightBitImage(rows: place.rows, columns: place.columns, pixels: pixels)
    }

    private func resized(_ place: ViewportPlacement) -> EightBitImage {
        let resizing = Resizing(
            rows: place.down.count, columns: place.across.count, toRows: place.rows, columns: place.columns)
        return brightness.withUnsafeBufferPointer { brightness in
            EightBitImage(
                resizing.picture { number, line in
                    let values = UnsafeBufferPointer(rebasing: row(place.down.lowerBound + number, place))
                    for column in 0..<values.count {
                        line[column * Resizing.lanes] = brightness[Int(values[column])]
                    }
                })
        }
    }
}
