import Imaging

/// The properties of a picture that its checks compare: the trunk's features and small copies.
package struct PictureTraits: Sendable {
    /// The trunk's features, averaged over positions (C values).
    package let features: [Float]
    /// The picture at `thumbnailSize` squared, with mean 0 and standard deviation 1; zeros if it has no contrast.
    package let thumbnail: [Float]

    /// The picture at `OrientationNetwork.size` squared, normalized in the same way.
    package let orientationInput: [Float]

    /// Fine enough to tell a hip from a chest, too coarse to show what distinguishes chests.
    static let thumbnailSize = 16

    /// - Parameter input: the network's input, `size * size * channels` values.
    init(features: [Float], input: [Float], size: Int, channels: Int) {
        self.features = features
        let pixels = channels == 1 ? input : stride(from: 0, to: input.count, by: channels).map { input[$0] }
        let picture = GrayscaleImage(rows: size, columns: size, pixels: pixels)
        thumbnail = Self.normalized(picture, size: Self.thumbnailSize)
        orientationInput = Self.normalized(picture, size: OrientationNetwork.size)
    }

    private static func normalized(_ picture: GrayscaleImage, size: Int) -> [Float] {
        let small = picture.resized(rows: size, columns: size).pixels
        let mean = small.reduce(0, +) / Float(small.count)
        let deviation = (small.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(small.count)).squareRoot()
        return deviation > 1e-5 ? small.map { ($0 - mean) / deviation } : small.map { _ in 0 }
    }
}
