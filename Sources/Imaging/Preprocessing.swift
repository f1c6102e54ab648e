/// How a picture becomes the network's input: one recipe, written into the model bundle, used by training and by the
/// daemon alike.
package struct Preprocessing: Codable, Sendable, Equatable {
    /// The recipes this program knows, by the version a bundle states.
    package enum Recipe: Int, Sendable {
        /// The picture is resized first and its intensities are normalised afterwards, so that a 3000 × 3000 original and a
        /// 256 × 256 copy of it give nearly the same input; cutting the darkest and brightest share of the pixels makes
        /// the result independent of markers, borders and the window the sender chose.
        case radiograph = 1
        /// What trunks trained on ImageNet and R2Gen expect (`ImageNetInput`): 8 bits, Pillow's bilinear filter, ImageNet's
        /// mean and deviation. The sender's window counts.
        case imageNet = 2
    }

    /// The recipe's version; one this program does not know is refused (see `fault`).
    package let version: Int
    /// Rows and columns of the network's input. The picture is stretched to the square, as the ChestX-ray14 PNGs were.
    package let size: Int
    /// Values of a pixel, 1 or 3 (the same grey three times); 1 in the first version.
    package let channels: Int
    /// The share of pixels cut at the dark and at the bright end, e.g. 0.01; 0 in the second version.
    package let clippedShare: Float

    /// The first recipe.
    package init(size: Int, clippedShare: Float) {
        version = Recipe.radiograph.rawValue
        self.size = size
        channels = 1
        self.clippedShare = clippedShare
    }

    /// The second recipe.
    package init(imageNetSize size: Int, channels: Int) {
        version = Recipe.imageNet.rawValue
        self.size = size
        self.channels = channels
        clippedShare = 0
    }

    /// Says what is wrong with a recipe read from a file, or nil.
    package var fault: String? {
        if Recipe(rawValue: version) == nil { return "preprocessing version \(version); this program knows 1 and 2" }
        if !(16...1024).contains(size) { return "preprocessing size \(size) is not within 16...1024" }
        if channels != 1 && channels != 3 { return "preprocessing channels \(channels) is neither 1 nor 3" }
        if !(0..<0.5).contains(clippedShare) { return "clippedShare \(clippedShare) is not within 0..<0.5" }
        return nil
    }

    /// `size * size * channels` values, row-major, a pixel's channels beside each other.
    ///
    /// Of the first recipe with mean 0 and standard deviation 1; a picture without contrast gives zeros.
    package func apply(_ image: GrayscaleImage) -> [Float] {
        switch Recipe(rawValue: version) {
        case .imageNet: ImageNetInput(size: size, channels: channels).evaluation(image)
        default: Self.normalize(image.resized(rows: size, columns: size).pixels, clippedShare: clippedShare)
        }
    }

    /// The input a training step sees: of the second recipe a random crop (`ImageNetInput.training`), of the first the same
    /// as `apply`. Mirrored half of the time when asked, which teaches the wrong side of the body.
    package func applyForTraining(
        _ image: GrayscaleImage, mirroring: Bool = false, using generator: inout some RandomNumberGenerator
    ) -> [Float] {
        guard version == Recipe.imageNet.rawValue else { return apply(image) }
        return ImageNetInput(size: size, channels: channels).training(image, mirroring: mirroring, using: &generator)
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

    /// Each version has its own keys: version, size and clippedShare; or version, size and channels.
    private enum CodingKeys: String, CodingKey {
        case version, size, channels, clippedShare
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        version = try values.decode(Int.self, forKey: .version)
        size = try values.decode(Int.self, forKey: .size)
        let isImageNet = version == Recipe.imageNet.rawValue
        channels = isImageNet ? try values.decode(Int.self, forKey: .channels) : 1
        clippedShare = version == Recipe.radiograph.rawValue ? try values.decode(Float.self, forKey: .clippedShare) : 0
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(version, forKey: .version)
        try values.encode(size, forKey: .size)
        if version == Recipe.imageNet.rawValue {
            try values.encode(channels, forKey: .channels)
        } else {
            try values.encode(clippedShare, forKey: .clippedShare)
        }
    }
}
