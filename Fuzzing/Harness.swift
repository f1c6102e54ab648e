/// Hands bytes from outside to one part of the package. What the part throws is an answer; only a crash, a leak, a hang
/// and undefined behaviour are findings.
typealias Harness = @Sendable ([UInt8]) -> Void
