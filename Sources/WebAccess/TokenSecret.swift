import Crypto

/// The secret of a token: `thx_` and 256 random bits in base64url (RFC 4648 section 5).
///
/// Its row has the SHA-256 and no salt: unlike a password, 256 random bits cannot be guessed from their hash however fast the
/// hash is, and no two tokens are equal. So one look-up by the hash finds the row.
package struct TokenSecret: Sendable, Equatable {
    package static let prefix = "thx_"
    private static let digits = 43

    package let text: String

    /// A new one.
    package init() {
        var generator = SystemRandomNumberGenerator()
        let bits = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        text = Self.prefix + Self.base64URL(bits)
    }

    /// - Returns: nil if the text has not the form of a token.
    package init?(_ text: Substring) {
        let digits = text.dropFirst(Self.prefix.count).utf8
        guard text.hasPrefix(Self.prefix), digits.count == Self.digits, digits.allSatisfy(Self.alphabet.contains) else {
            return nil
        }
        self.text = String(text)
    }

    package var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func base64URL(_ bytes: [UInt8]) -> String {
        var digits: [UInt8] = []
        var (bits, count) = (UInt32(0), 0)
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                digits.append(alphabet[Int(bits >> UInt32(count) & 63)])
            }
        }
        if count > 0 { digits.append(alphabet[Int(bits << UInt32(6 - count) & 63)]) }
        return String(decoding: digits, as: UTF8.self)
    }
}
