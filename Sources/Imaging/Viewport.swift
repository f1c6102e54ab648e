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
        guard let place = ViewportPlacement(viewport, rows: rows, columns: columns, aspect: aspect) else { return nil }
        let part = viewport?.region == nil ? self : cropped(to: place)
        return EightBitImage(part.resized(rows: place.rows, columns: place.columns)).turned(as: viewport)
    }

    private func cropped(to place: ViewportPlacement) -> GrayscaleImage {
        let pixels = place.down.flatMap { row in
            self.pixels[row * columns + place.across.lowerBound..<row * columns + place.across.upperBound]
        }
        return GrayscaleImage(rows: place.down.count, columns: place.across.count, pixels: pixels)
    }
}

extension EightBitImage {
    /// The picture with its sides exchanged as a viewport asks for it.
    func turned(as viewport: Viewport?) -> EightBitImage {
        let picture = viewport?.isMirrored == true ? mirrored : self
        return viewport?.isUpsideDown == true ? picture.upsideDown : picture
    }

    /// The picture with top and bottom exchanged.
    private var upsideDown: EightBitImage {
        let turned = (0..<rows).reversed().flatMap { pixels[$0 * columns..<($0 + 1) * columns] }
        return EightBitImage(rows: rows, columns: columns, pixels: turned)
    }
}
