/// A picture as torchvision's ImageNet recipe and R2Gen give it to a network, equal to theirs to the last bit for a grey
/// picture of 8 bits: values over 255, less ImageNet's mean, over its deviation.
///
/// With three channels the grey value stands in each. With one, mean and deviation are those of the three averaged; a
/// trunk whose first filters were summed over the channels then sees a grey level that is off by at most 0.18 deviations
/// from what each of the three filters saw. Three channels are exact.
struct ImageNetInput {
    let size: Int
    let channels: Int

    private static let mean: [Float] = [0.485, 0.456, 0.406]
    private static let deviation: [Float] = [0.229, 0.224, 0.225]

    /// Stretched to the square, whatever the picture's shape.
    func evaluation(_ image: GrayscaleImage) -> [Float] {
        normalized(EightBitImage(image).resized(rows: size, columns: size))
    }

    /// The shorter side at eight sevenths of the size (256 for 224), the shape kept, then a square cut out at random.
    /// Mirrored half of the time when asked.
    func training(
        _ image: GrayscaleImage, mirroring: Bool, using generator: inout some RandomNumberGenerator
    ) -> [Float] {
        let (short, long) = (min(image.rows, image.columns), max(image.rows, image.columns))
        let shortSide = size * 8 / 7
        let longSide = shortSide * long / short
        let isWide = image.columns > image.rows
        let whole = EightBitImage(image).resized(
            rows: isWide ? shortSide : longSide, columns: isWide ? longSide : shortSide)
        let top = Int.random(in: 0...(whole.rows - size), using: &generator)
        let left = Int.random(in: 0...(whole.columns - size), using: &generator)
        let cut = whole.cropped(top: top, left: left, size: size)
        let isMirrored = mirroring && Bool.random(using: &generator)
        return normalized(isMirrored ? cut.mirrored : cut)
    }

    private func normalized(_ picture: EightBitImage) -> [Float] {
        let single = channels == 1
        let means = single ? [Self.mean.reduce(0, +) / 3] : Self.mean
        let deviations = single ? [Self.deviation.reduce(0, +) / 3] : Self.deviation
        let values = (0..<256).flatMap { value in
            zip(means, deviations).map { (Float(value) / 255 - $0) / $1 }
        }
        return picture.pixels.flatMap { values[Int($0) * channels..<(Int($0) + 1) * channels] }
    }
}
