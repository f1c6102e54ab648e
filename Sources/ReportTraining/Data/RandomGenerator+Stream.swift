import NeuralNetwork

extension RandomGenerator {
    /// A generator for one purpose and index, e.g. one film in one epoch, independent of how many numbers others have
    /// drawn.
    init(seed: UInt64, stream: String, index: Int) {
        self.init(seed: seed, name: "\(stream) \(index)")
    }

    /// A number in 0..<1 with 24 random bits.
    mutating func nextUnit() -> Float {
        Float(next() >> 40) * 0x1p-24
    }
}
