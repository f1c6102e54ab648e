/// The parameters of scrypt (RFC 7914), which set the memory and time that a password's hash costs.
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

    /// One of the sets that OWASP recommends: 32 MiB, about a third of a second.
    package static let standard = ScryptCost(rounds: 1 << 15, blockSize: 8, parallelism: 3)

    /// Whether a hash with these parameters may be computed. The library sets no limit of its own, so a row could ask for
    /// gigabytes or hours.
    var isBounded: Bool {
        (2...1 << 18).contains(rounds) && rounds & (rounds - 1) == 0 && (1...16).contains(blockSize)
            && (1...16).contains(parallelism) && 128 * rounds * blockSize <= 256 << 20
            && rounds * blockSize * parallelism <= 1 << 22
    }
}
