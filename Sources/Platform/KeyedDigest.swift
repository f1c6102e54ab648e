import Crypto
import FoundationEssentials

/// A short name for a secret value that says nothing of it to who does not have the key (HMAC-SHA-256, RFC 2104).
package enum KeyedDigest {
    /// - Parameters:
    ///   - parts: what is named; where one part ends and the next begins counts.
    ///   - bytes: how much of the digest is kept, 32 at most.
    /// - Returns: two hexadecimal digits for each byte.
    package static func hexadecimal(of parts: [String], key: [UInt8], bytes: Int) -> String {
        var hash = HMAC<SHA256>(key: SymmetricKey(data: key))
        for part in parts {
            hash.update(data: Array("\(part.utf8.count):".utf8))
            hash.update(data: Array(part.utf8))
        }
        return hash.finalize().prefix(bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
