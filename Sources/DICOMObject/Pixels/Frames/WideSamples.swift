/// Samples of 32 bits, as some detectors and post-processing tools write. They are read if their numbers fit into the 16 bits
/// that the rest of the pipeline has.
struct WideSamples: Equatable {
    static let bytesPerSample = 4

    let bitsStored: Int
    let highBit: Int
    let isSigned: Bool

    /// The samples as little endian words of 16 bits; signed ones in two's complement of all 16.
    ///
    /// - Parameter bytes: whole samples, little endian.
    /// - Throws: `unsupportedPixels` with the number that does not fit, `inconsistent` if other bits than the stored ones are
    ///   used.
    func narrowed(_ bytes: [UInt8]) throws(DICOMObjectError) -> [UInt8] {
        let shift = UInt32(highBit + 1 - bitsStored)
        let stored = UInt32.max >> UInt32(32 - bitsStored)
        let count = bytes.count / Self.bytesPerSample
        let limits: ClosedRange<Int64> = isSigned ? -0x8000...0x7FFF : 0...0xFFFF
        var narrow = [UInt8](repeating: 0, count: 2 * count)
        for index in 0..<count {
            let word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[4 * index + $1]) << UInt32(8 * $1) }
            let value = word >> shift & stored
            let isNegative = isSigned && value >> UInt32(bitsStored - 1) != 0
            let number = isNegative ? Int64(value) - 1 << Int64(bitsStored) : Int64(value)
            // Copies of the sign may be above the stored bits (PS3.5 8.1.1).
            let rest = word & ~(stored << shift)
            let signs = UInt32(truncatingIfNeeded: UInt64(UInt32.max) << UInt64(highBit + 1))
            guard rest == 0 || (isNegative && rest == signs) else {
                throw .inconsistent(
                    reason: "\(DisplayAttribute.bitsAllocated) is 32, and bits beside the \(bitsStored) of "
                        + "\(DisplayAttribute.bitsStored) are used")
            }
            guard limits.contains(number) else {
                throw .unsupportedPixels(
                    reason: "\(DisplayAttribute.bitsAllocated) is 32, and a pixel is \(number); "
                        + "\(limits.lowerBound) to \(limits.upperBound) can be read")
            }
            narrow[2 * index] = UInt8(truncatingIfNeeded: number)
            narrow[2 * index + 1] = UInt8(truncatingIfNeeded: number >> 8)
        }
        return narrow
    }
}
