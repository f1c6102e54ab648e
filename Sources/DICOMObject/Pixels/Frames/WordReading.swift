/// One way to read a word as a number: some of its lowest bits, unsigned or in two's complement.
struct WordReading: Equatable {
    let bits: Int
    let isSigned: Bool
    /// Bits that count as zero.
    var cleared: UInt16 = 0

    func number(_ word: UInt16) -> Int {
        let value = Int(word & ~cleared) & ((1 << bits) - 1)
        return isSigned && value >> (bits - 1) != 0 ? value - (1 << bits) : value
    }

    /// The one of `readings` by which neighbours are closer than by any other; nil if none is.
    static func best(of readings: [WordReading], for words: SampleWords) -> WordReading? {
        readings.first { reading in
            readings.allSatisfy { $0 == reading || words.share(closerBy: reading, than: $0) ?? 1 >= leastShare }
        }
    }

    /// The share of neighbours that decides, and that of which the opposite decides. Between them nothing does.
    static let leastShare = 0.6
    static let opposite = 0.4
}
