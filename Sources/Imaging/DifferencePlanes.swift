/// Encodes 16-bit values so that gzip compresses them well: the difference of each from its left neighbour, in the first column
/// from the value above; zigzag-coded, so that small differences of both signs are small numbers; all low bytes first, then all
/// high bytes.
package enum DifferencePlanes {
    /// - Parameters:
    ///   - values: the image, row by row.
    ///   - columns: at least 1.
    /// - Returns: two bytes for each value.
    package static func encode(_ values: [UInt16], columns: Int) -> [UInt8] {
        let count = values.count
        return [UInt8](unsafeUninitializedCapacity: 2 * count) { planes, filled in
            values.withUnsafeBufferPointer { values in
                var above: UInt16 = 0
                for start in stride(from: 0, to: count, by: columns) {
                    var before = above
                    above = values[start]
                    for index in start..<min(start + columns, count) {
                        let difference = Int16(bitPattern: values[index] &- before)
                        let code = UInt16(bitPattern: (difference << 1) ^ (difference >> 15))
                        planes[index] = UInt8(truncatingIfNeeded: code)
                        planes[count + index] = UInt8(truncatingIfNeeded: code >> 8)
                        before = values[index]
                    }
                }
            }
            filled = 2 * count
        }
    }
}
