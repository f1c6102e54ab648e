package import DICOMCore

/// How the samples of an image are, if each pixel is one number without a sign, as JPEG-LS codes them.
package struct GreySamples: Sendable, Equatable {
    package let rows: Int
    package let columns: Int
    /// Bytes of a sample.
    package let size: Int
    /// Bits of a sample that have its value.
    package let bits: Int

    /// - Returns: nil for samples that are otherwise, or whose description says what cannot be.
    package init?(of file: inout FileDataSet) throws(HeaderScanError) {
        let numbers = ([0x0002, 0x0010, 0x0011, 0x0100, 0x0101, 0x0102, 0x0103] as [UInt16]).map { Tag(0x0028, $0) }
        let scan = try HeaderScan(
            &file.source, from: file.offset, encoding: file.encoding,
            selecting: .tags(Set(numbers), sequences: []))
        let values = numbers.compactMap(scan.unsignedShort)
        guard values.count == numbers.count else { return nil }
        let (allocated, stored, high) = (values[3], values[4], values[5])
        guard values[0] == 1, values[6] == 0, allocated == 8 || allocated == 16, (2...allocated).contains(stored),
            high == stored - 1, values[1] > 0, values[2] > 0
        else { return nil }
        (rows, columns, size, bits) = (values[1], values[2], allocated / 8, stored)
    }
}
