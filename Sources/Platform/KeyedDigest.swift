import Crypto
import FoundationEssentials

/// A short identifier of a secret value that reveals nothing about it without the key (HMAC-SHA-256, RFC 2104).
package enum KeyedDigest {
    /// - Parameters:
    ///   - parts: the values to identify; the boundaries between them matter.
    ///   - bytes: how many bytes of the digest to keep, at most 32.
    /// - Returns: two hexadecimal digits per byte.
    package static func hexadecimal(of parts: [String], key: [UInt8], bytes: Int) -> String {
        var hash = HMAC<SHA256>(key: SymmetricKey(data: key))
        for part in parts {
            hash.update(data: Array("\(part.utf8.count):".utf8))
            hash.update(data: Array(part.utf8))
        }
        return hash.finalize().prefix(bytes).hexadecimal
    }
}

extension Sequence<UInt8> {
    /// The bytes as two lower-case hexadecimal digits each.
    package var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
