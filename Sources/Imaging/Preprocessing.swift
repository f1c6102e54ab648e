/// How a picture becomes the network's input: one recipe, written into the model bundle, used by training and by the
/// daemon alike.
///
/// The picture is resized first and its intensities are normalised afterwards, so that a 3000 × 3000 original and a
/// 256 × 256 copy of it give nearly the same input; cutting the darkest and brightest share of the pixels makes the
/// result independent of markers, borders and the window the sender chose.
package struct Preprocessing: Codable, Sendable, Equatable {
    /// The recipe's version; another version's bundle is refused (see `validate`).
    package let version: Int
    /// Rows and columns of the network's input. The picture is stretched to the square, as the ChestX-ray14 PNGs were.
    package let size: Int
    /// The share of pixels cut at the dark and at the bright end, e.g. 0.01.
    package let clippedShare: Float

    /// The one version this program knows.
    package static let currentVersion = 1

    package init(size: Int, clippedShare: Float) {
        version = Self.currentVersion
        self.size = size
        self.clippedShare = clippedShare
    }

    /// Says what is wrong with a recipe read from a file, or nil.
    package var fault: String? {
        if version != Self.currentVersion {
            return "preprocessing version \(version); this program knows version \(Self.currentVersion)"
        }
        if !(16...1024).contains(size) { return "preprocessing size \(size) is not within 16...1024" }
        if !(0..<0.5).contains(clippedShare) { return "clippedShare \(clippedShare) is not within 0..<0.5" }
        return nil
    }

    /// `size * size` values, row-major, of mean 0 and standard deviation 1. A picture without contrast gives zeros.
    package func apply(_ image: GrayscaleImage) -> [Float] {
        Self.normalize(image.resized(rows: size, columns: size).pixels, clippedShare: clippedShare)
    }

    static func normalize(_ pixels: [Float], clippedShare: Float) -> [Float] {
        let sorted = pixels.sorted()
        let cut = Int(Float(sorted.count - 1) * clippedShare)
        let low = sorted[cut]
        let high = sorted[sorted.count - 1 - cut]
        let clipped = pixels.map { min(max($0, low), high) }
        let mean = clipped.reduce(0.0) { $0 + Double($1) } / Double(clipped.count)
        let variance = clipped.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(clipped.count)
        let deviation = variance.squareRoot()
        guard deviation > 1e-5 else { return [Float](repeating: 0, count: pixels.count) }
        return clipped.map { Float((Double($0) - mean) / deviation) }
    }
}
