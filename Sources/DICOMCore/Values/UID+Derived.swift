internal import Crypto

extension UID {
    /// A UID under the root 2.25 (PS3.5 B.2) that depends only on these texts: the same texts give the same UID on every
    /// machine, so that an object made twice is one object.
    ///
    /// The number is the first 128 bits of the SHA-256 of the texts, each preceded by its length, with the version and
    /// variant of a custom UUID (RFC 9562 version 8).
    package static func derived(from texts: [String]) -> UID {
        var hash = SHA256()
        for text in texts {
            let bytes = Array(text.utf8)
            hash.update(data: UInt64(bytes.count).littleEndianBytes)
            hash.update(data: bytes)
        }
        var number: UInt128 = 0
        for byte in hash.finalize().prefix(16) { number = number << 8 | UInt128(byte) }
        number = number & ~(0xF << 76) | 0x8 << 76
        number = number & ~(0b11 << 62) | 0b10 << 62
        return UID(known: "2.25." + String(number))
    }
}
