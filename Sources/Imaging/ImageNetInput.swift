/// Network input as torchvision's ImageNet recipe and R2Gen compute it, bit for bit for an 8-bit grey picture: values
/// over 255, minus ImageNet's mean, divided by its deviation.
///
/// With three channels each holds the grey value. With one, mean and deviation are the averages of the three; the input
/// of a trunk whose first filters were summed over the channels then differs by at most 0.18 deviations from what each
/// of the three filters saw. Three channels are exact.
struct ImageNetInput {
    let size: Int
    let channels: Int

    private static let mean: [Float] = [0.485, 0.456, 0.406]
    private static let deviation: [Float] = [0.229, 0.224, 0.225]

    /// Stretches the picture to the square, whatever its shape.
    func evaluation(_ image: GrayscaleImage) -> [Float] {
        normalized(EightBitImage(image).resized(rows: size, columns: size))
    }

    /// Scales the shorter side to eight sevenths of the size (256 for 224), keeping the shape, then crops a random
    /// square. If asked, mirrors it half of the time.
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
