/// Three samples for each pixel, unsigned.
struct ColourSamples {
    private let samples: [UInt16]
    private let precision: Int

    init(_ samples: [UInt16], precision: Int) {
        self.samples = samples
        self.precision = precision
    }

    /// Whether the second and the third sample stay within a hundredth of the middle, as the colour differences of a grey
    /// picture do, and the first does not.
    var hasNeutralDifferences: Bool {
        let middle = 1 << (precision - 1)
        let tolerance = max((1 << precision) / 100, 2)
        var varies = false
        for pixel in stride(from: 0, to: samples.count, by: 3) {
            if abs(Int(samples[pixel + 1]) - middle) > tolerance || abs(Int(samples[pixel + 2]) - middle) > tolerance {
                return false
            }
            varies = varies || abs(Int(samples[pixel]) - middle) > tolerance
        }
        return varies
    }

    /// Luminance in 0...1 (BT.601, full range).
    func luminance(_ colour: CodedFrameHeader.Colour) -> [Float] {
        let white = Float((1 << precision) - 1)
        return stride(from: 0, to: samples.count, by: 3).map { pixel in
            let first = Float(samples[pixel])
            guard colour == .redGreenBlue else { return first / white }
            // The factors add up to a little more than 1 in Float.
            return min(
                (0.299 * first + 0.587 * Float(samples[pixel + 1]) + 0.114 * Float(samples[pixel + 2])) / white, 1)
        }
    }
}
