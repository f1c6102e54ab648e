/// How a picture becomes the network's input: a recipe stored in the model bundle, used by both training and the
/// daemon.
package struct Preprocessing: Codable, Sendable, Equatable {
    /// The supported recipes, by the version that a bundle states.
    package enum Recipe: Int, Sendable {
        /// Resizes first and normalises intensities afterwards, so that a 3000 × 3000 original and a 256 × 256 copy
        /// give nearly the same input. Clipping a share of the darkest and brightest pixels makes the result
        /// independent of markers, borders and the sender's window.
        case radiograph = 1
        /// The input of trunks trained on ImageNet and of R2Gen (`ImageNetInput`): 8 bits, Pillow's bilinear filter,
        /// ImageNet's mean and deviation. Depends on the sender's window.
        case imageNet = 2
    }

    /// The recipe's version; `fault` reports an unsupported one.
    package let version: Int
    /// Rows and columns of the network's input. The picture is stretched to a square, as the ChestX-ray14 PNGs were.
    package let size: Int
    /// Values per pixel, 1 or 3 (the same grey three times); always 1 in the first version.
    package let channels: Int
    /// The share of pixels clipped at the dark and at the bright end, e.g. 0.01; 0 in the second version.
    package let clippedShare: Float

    /// Creates the first recipe.
    package init(size: Int, clippedShare: Float) {
        version = Recipe.radiograph.rawValue
        self.size = size
        channels = 1
        self.clippedShare = clippedShare
    }

    /// Creates the second recipe.
    package init(imageNetSize size: Int, channels: Int) {
        version = Recipe.imageNet.rawValue
        self.size = size
        self.channels = channels
        clippedShare = 0
    }

    /// What is wrong with a recipe read from a file, or nil.
    package var fault: String? {
        if Recipe(rawValue: version) == nil { return "preprocessing version \(version) is not supported; use 1 or 2" }
        if !(16...1024).contains(size) { return "preprocessing size \(size) is not within 16...1024" }
        if channels != 1 && channels != 3 { return "preprocessing channels \(channels) is neither 1 nor 3" }
        if !(0..<0.5).contains(clippedShare) { return "clippedShare \(clippedShare) is not within 0..<0.5" }
        return nil
    }

    /// Computes `size * size * channels` values, row-major, with a pixel's channels adjacent.
    ///
    /// The first recipe gives mean 0 and standard deviation 1; a picture without contrast gives zeros.
    package func apply(_ image: GrayscaleImage) -> [Float] {
        switch Recipe(rawValue: version) {
        case .imageNet: ImageNetInput(size: size, channels: channels).evaluation(image)
        default: Self.normalize(image.resized(rows: size, columns: size).pixels, clippedShare: clippedShare)
        }
    }

    /// Computes the input of a training step: a random crop with the second recipe (`ImageNetInput.training`), the same
    /// as `apply` with the first. Mirroring half of the time, if asked, teaches the wrong side of the body.
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

    /// Each version has its own keys: version, size and clippedShare, or version, size and channels.
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
