import Foundation

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers for the same seed on every machine.
package struct RandomGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// A separate stream for each name (FNV-1a), so that adding a layer does not change the others.
    package init(seed: UInt64, name: String) {
        state = name.utf8.reduce(14_695_981_039_346_656_037 ^ seed) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Normally distributed numbers with mean 0 (Box and Muller 1958).
    package mutating func normals(_ count: Int, deviation: Float) -> [Float] {
        (0..<count).map { _ in
            let radius = (-2 * log(Double.random(in: .leastNonzeroMagnitude..<1, using: &self))).squareRoot()
            return Float(radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))) * deviation
        }
    }
}
