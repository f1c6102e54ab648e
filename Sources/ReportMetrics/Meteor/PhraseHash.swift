/// FNV-1a hash over a phrase's bytes with single spaces between words; identifies phrases.
struct PhraseHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

    mutating func add(_ word: String) { for byte in word.utf8 { add(byte) } }
}
