/// What a password's hash costs whoever computes it: the parameters of scrypt (RFC 7914).
package struct ScryptCost: Sendable, Equatable, Codable {
    /// N: a power of two.
    package let rounds: Int
    /// r: blocks of 128 bytes.
    package let blockSize: Int
    /// p.
    package let parallelism: Int

    package init(rounds: Int, blockSize: Int, parallelism: Int) {
        (self.rounds, self.blockSize, self.parallelism) = (rounds, blockSize, parallelism)
    }

    /// One of the sets that OWASP names: 32 MiB, a third of a second.
    package static let standard = ScryptCost(rounds: 1 << 15, blockSize: 8, parallelism: 3)

    /// Whether it may be computed: the library obeys whatever it is told, so a row must not ask for gigabytes or for hours.
    var isBounded: Bool {
        (2...1 << 18).contains(rounds) && rounds & (rounds - 1) == 0 && (1...16).contains(blockSize)
            && (1...16).contains(parallelism) && 128 * rounds * blockSize <= 256 << 20
            && rounds * blockSize * parallelism <= 1 << 22
    }
}
