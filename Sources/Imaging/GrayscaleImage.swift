/// A grayscale picture as displayed: 0 is black, 1 is white (MONOCHROME2), row by row.
///
/// Made by `DICOMObject` (after modality LUT, VOI LUT or window, and MONOCHROME1 inversion) or from a PNG or JPEG file.
package struct GrayscaleImage: Sendable, Equatable {
    package let rows: Int
    package let columns: Int
    /// `rows * columns` values in 0...1, row-major.
    package let pixels: [Float]

    package init(rows: Int, columns: Int, pixels: [Float]) {
        precondition(pixels.count == rows * columns, "a picture needs rows × columns pixels")
        self.rows = rows
        self.columns = columns
        self.pixels = pixels
    }
}
