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

    /// The one of `readings` by which neighbours are closer than by any other; nil if none is. The first is what the data set
    /// says: against another sign it stands unless neighbours contradict it, because padding that nothing names may be
    /// beside dark and bright parts of a film, and the film is the same either way.
    static func best(of readings: [WordReading], for words: SampleWords) -> WordReading? {
        readings.first { reading in
            readings.allSatisfy { other in
                guard other != reading, let share = words.share(closerBy: reading, than: other) else { return true }
                let isStated = reading == readings[0] && other.isSigned != reading.isSigned
                return isStated ? share > opposite : share >= leastShare
            }
        }
    }

    /// The share of neighbours that decides, and that of which the opposite decides. Between them nothing does.
    static let leastShare = 0.6
    static let opposite = 0.4
}
