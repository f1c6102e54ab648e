/// 16-bit values as gzip packs them well: each less its left neighbour, in the first column less the one above; the
/// differences zigzag-coded, so that small ones of both signs are small numbers; first all low bytes, then all high bytes.
package enum DifferencePlanes {
    /// - Parameters:
    ///   - values: rows of `columns` values.
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
