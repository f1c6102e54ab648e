internal import CDCMTK
internal import Glibc

/// Codes one frame of grey values in JPEG-LS without loss (ISO/IEC 14495-1), with DCMTK.
package enum JPEGLSEncoder {
    /// Bytes of a frame at most: DCMTK counts them in 32 bits, and those of the code stream, which may be more.
    private static let byteLimit = 1 << 30

    /// Codes a frame. It reads numbers and parses nothing. May be called from any thread.
    ///
    /// - Parameters:
    ///   - values: `rows * columns` values, row by row.
    ///   - bits: bits of each value, 2 to 16.
    /// - Returns: a code stream whose samples have 8 bits, or 16 for values of more; nil if a value has more bits than `bits`, if
    ///   no JPEG-LS image has that size, or for 1 GiB and more.
    /// - Throws: `FrameError.notCoded` if there is no memory for it.
    package static func encode(
        _ values: [UInt16], rows: Int, columns: Int, bits: Int
    ) throws(FrameError) -> [UInt8]? {
        guard (2...16).contains(bits), (1...65535).contains(rows), (1...65535).contains(columns),
            values.count == rows * columns, values.count * (bits > 8 ? 2 : 1) < byteLimit,
            Int(cd_values_union(values, values.count)) < 1 << bits
        else { return nil }
        var frame = cd_coded_frame(
            rows: UInt32(rows), columns: UInt32(columns), components: 1, precision: UInt16(bits))
        var stream: UnsafeMutablePointer<UInt8>?
        var size = 0
        let status = cd_jpeg_ls_encode(values, &frame, &stream, &size)
        defer { free(stream) }
        guard status == CD_OBJECT_OK else { throw .notCoded(reason: String(cString: cd_last_error())) }
        return Array(UnsafeBufferPointer(start: stream, count: size))
    }
}
