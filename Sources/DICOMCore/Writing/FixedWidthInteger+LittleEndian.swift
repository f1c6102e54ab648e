extension FixedWidthInteger {
    /// The bytes of the number, the lowest first.
    package var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
