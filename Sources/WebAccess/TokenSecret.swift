import Crypto
import FoundationEssentials

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
        let base64 = Data(bits).base64EncodedString()
        text = Self.prefix + base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// - Returns: nil if the text does not have the form of a token.
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
}
