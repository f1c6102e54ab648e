/// The part of a picture that is shown, and the size to which it is reduced (PS3.18 8.3.5.1.3).
package struct Viewport: Sendable, Equatable, Codable {
    /// Most columns and rows of the result.
    package var columns: Int
    package var rows: Int
    /// The part in columns and rows of the picture; nil for all of it.
    package var region: Region?
    /// Whether the part is shown with left and right, or top and bottom, exchanged.
    package var isMirrored = false
    package var isUpsideDown = false

    package struct Region: Sendable, Equatable, Codable {
        package var left: Double
        package var top: Double
        /// Nil for what is left of the picture.
        package var width: Double?
        package var height: Double?

        package init(left: Double, top: Double, width: Double?, height: Double?) {
            (self.left, self.top, self.width, self.height) = (left, top, width, height)
        }
    }

    package init(columns: Int, rows: Int, region: Region? = nil) {
        (self.columns, self.rows, self.region) = (columns, rows, region)
    }
}

extension GrayscaleImage {
    /// The picture in square pixels and 8 bits, fitted into a viewport: never distorted, and never larger than it is.
    ///
    /// - Parameters:
    ///   - aspect: height of a pixel divided by its width.
    ///   - viewport: nil for the whole picture in its own size.
    /// - Returns: nil if no pixel is in the part that is asked for.
    package func shown(aspect: Double, in viewport: Viewport? = nil) -> EightBitImage? {
        let part: GrayscaleImage
        if let region = viewport?.region {
            guard let cropped = cropped(to: region) else { return nil }
            part = cropped
        } else {
            part = self
        }
        let (width, height) = (Double(part.columns), Double(part.rows) * aspect)
        let scale = viewport.map { min(1, Double($0.columns) / width, Double($0.rows) / height) } ?? 1
        let columns = max(1, Int((width * scale).rounded()))
        let rows = max(1, Int((height * scale).rounded()))
        var shown = EightBitImage(part.resized(rows: rows, columns: columns))
        if viewport?.isMirrored == true { shown = shown.mirrored }
        if viewport?.isUpsideDown == true { shown = shown.upsideDown }
        return shown
    }

    /// The whole pixels of a part, as far as they are in the picture; nil if none is.
    private func cropped(to region: Viewport.Region) -> GrayscaleImage? {
        func range(_ start: Double, _ length: Double?, _ limit: Int) -> Range<Int>? {
            let end = min(length.map { start + $0 } ?? Double(limit), Double(limit))
            // Comparisons are false for NaN.
            guard start >= 0, start < end else { return nil }
            let first = Int(start)
            return first..<max(first + 1, Int(end.rounded()))
        }
        guard let across = range(region.left, region.width, columns), let down = range(region.top, region.height, rows)
        else { return nil }
        let pixels = down.flatMap { row in
            self.pixels[row * columns + across.lowerBound..<row * columns + across.upperBound]
        }
        return GrayscaleImage(rows: down.count, columns: across.count, pixels: pixels)
    }
}

extension EightBitImage {
    /// The picture with top and bottom exchanged.
    fileprivate var upsideDown: EightBitImage {
        let turned = (0..<rows).reversed().flatMap { pixels[$0 * columns..<($0 + 1) * columns] }
        return EightBitImage(rows: rows, columns: columns, pixels: turned)
    }
}
