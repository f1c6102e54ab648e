import Crypto
import FoundationEssentials

/// Makes secrets of 256 random bits in base64url (RFC 4648 section 5); rows have only their SHA-256.
///
/// There is no salt: unlike a password, 256 random bits cannot be guessed from their hash however fast the hash is, and no two
/// are equal. So one look-up by the hash finds the row.
enum Secret {
    private static let digits = 43
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func new() -> String {
        var generator = SystemRandomNumberGenerator()
        let bits = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let base64 = Data(bits).base64EncodedString()
        return base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func isWellFormed(_ text: some StringProtocol) -> Bool {
        text.utf8.count == digits && text.utf8.allSatisfy(alphabet.contains)
    }

    static func hash(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}
