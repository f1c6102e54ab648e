/// A small seeded generator (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014): the
/// same seed gives the same sequence on every machine, which `SystemRandomNumberGenerator` does not.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// A generator for one purpose, e.g. one image in one epoch: independent of how many numbers others drew.
    package init(seed: UInt64, stream: String, index: Int = 0) {
        // FNV-1a over the purpose's name.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        state = seed
        state = next() ^ hash
        state = next() ^ UInt64(bitPattern: Int64(index))
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in 0..<1 with 24 bits.
    package mutating func nextUnit() -> Float {
        Float(next() >> 40) * 0x1p-24
    }
}
