import Crypto
import CryptoExtras
import Foundation

/// The scrypt hash of a password with its salt and its parameters; the password itself is not stored.
package struct PasswordHash: Sendable, Equatable, Codable {
    let hash: [UInt8]
    let salt: [UInt8]
    let cost: ScryptCost

    private static let hashBytes = 32
    private static let saltBytes = 16

    init(hash: [UInt8], salt: [UInt8], cost: ScryptCost) throws(AccountError) {
        guard hash.count == Self.hashBytes, salt.count == Self.saltBytes, cost.isBounded else {
            throw .unusableHash
        }
        (self.hash, self.salt, self.cost) = (hash, salt, cost)
    }

    /// Hashes a password with a new salt. Takes a third of a second and 32 MiB at the standard cost.
    ///
    /// - Throws: `AccountError.unfitPassword` if the password is too short, too long or too simple for the login.
    package init(of password: String, for login: String, cost: ScryptCost = .standard) throws {
        try Self.judge(password, for: login)
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<Self.saltBytes).map { _ in UInt8.random(in: 0...255, using: &generator) }
        try self.init(hash: Self.derive(password, salt, cost), salt: salt, cost: cost)
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            hash: members.decode([UInt8].self, forKey: .hash), salt: members.decode([UInt8].self, forKey: .salt),
            cost: members.decode(ScryptCost.self, forKey: .cost))
    }

    /// Whether this is the hash of a password. Takes the same time for a right and a wrong password.
    func isOf(_ password: String) throws -> Bool {
        let other = try Self.derive(password, salt, cost)
        return zip(hash, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// A hash that no password has. It is compared where a login has no password, so that the time does not reveal which logins
    /// exist.
    static func matchingNoPassword(_ cost: ScryptCost) throws(AccountError) -> PasswordHash {
        try PasswordHash(
            hash: Array(repeating: 0, count: hashBytes), salt: Array(repeating: 0, count: saltBytes), cost: cost)
    }

    /// Fewest and most characters. A short password is guessed from a stolen backup whatever its hash costs.
    private static let lengths = 12...128

    private static func judge(_ password: String, for login: String) throws(AccountError) {
        guard lengths.contains(password.count) else {
            throw .unfitPassword("a password has \(lengths.lowerBound) to \(lengths.upperBound) characters")
        }
        guard Set(password).count > 4, !password.lowercased().contains(login.lowercased()) else {
            throw .unfitPassword("a password has more than four different characters and not the login in it")
        }
    }

    /// Keyboards write the same letter in several ways; NFKC makes them one (NIST SP 800-63B).
    private static func derive(_ password: String, _ salt: [UInt8], _ cost: ScryptCost) throws -> [UInt8] {
        let text = password.prefix(lengths.upperBound).precomposedStringWithCompatibilityMapping
        let key = try KDF.Scrypt.deriveKey(
            from: Array(text.utf8), salt: salt, outputByteCount: hashBytes, rounds: cost.rounds,
            blockSize: cost.blockSize, parallelism: cost.parallelism)
        return key.withUnsafeBytes { Array($0) }
    }
}
