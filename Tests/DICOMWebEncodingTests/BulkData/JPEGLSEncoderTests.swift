import CDCMTK
import Testing

@testable import DICOMWebEncoding

struct JPEGLSEncoderTests {
    /// What DCMTK reads from a code stream of this precision; it refuses one of another.
    private func decoded(_ stream: [UInt8], rows: Int, columns: Int, precision: Int) -> [UInt16]? {
        var frame = cd_coded_frame(
            rows: UInt32(rows), columns: UInt32(columns), components: 1, precision: UInt16(precision))
        var values = [UInt16](repeating: 0xDEAD, count: rows * columns)
        return cd_jpeg_ls_decode(stream, stream.count, &frame, &values) == CD_OBJECT_OK ? values : nil
    }

    private func expectExact(
        _ values: [UInt16], rows: Int, columns: Int, bits: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let coded = try JPEGLSEncoder.encode(values, rows: rows, columns: columns, bits: bits)
        let stream = try #require(coded, sourceLocation: sourceLocation)
        let precision = bits > 8 ? 16 : 8
        // SOI and SOF55 with the precision of the samples; EOI, at an even number of bytes.
        #expect(
            stream.starts(with: [0xFF, 0xD8, 0xFF, 0xF7, 0, 11, UInt8(precision)]), sourceLocation: sourceLocation)
        #expect(stream.count % 2 == 0 && stream.suffix(2) == [0xFF, 0xD9], sourceLocation: sourceLocation)
        #expect(
            decoded(stream, rows: rows, columns: columns, precision: precision) == values,
            sourceLocation: sourceLocation)
    }

    @Test(arguments: [2, 8, 9, 12, 16])
    func `values come back exactly, and noise too`(bits: Int) throws {
        let largest = 1 << bits - 1
        // An odd number of columns.
        let slopes = (0..<48 * 65).map { UInt16(($0 % 65 * 7 + $0 / 65 * 3) & largest) }
        try expectExact(slopes, rows: 48, columns: 65, bits: bits)
        var random: UInt64 = 7
        let noise = slopes.map { _ in
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt16(Int(random >> 40) & largest)
        }
        try expectExact(noise, rows: 48, columns: 65, bits: bits)
        try expectExact([UInt16](repeating: UInt16(largest), count: 48 * 65), rows: 65, columns: 48, bits: bits)
    }

    @Test(arguments: [8, 16])
    func `one pixel, one odd row and one odd column come back exactly`(bits: Int) throws {
        try expectExact([200], rows: 1, columns: 1, bits: bits)
        try expectExact([0, 255, 3], rows: 1, columns: 3, bits: bits)
        try expectExact([0, 255, 3], rows: 3, columns: 1, bits: bits)
    }

    @Test func `what JPEG-LS cannot have is refused`() throws {
        #expect(try JPEGLSEncoder.encode([4096], rows: 1, columns: 1, bits: 12) == nil)
        #expect(try JPEGLSEncoder.encode([256], rows: 1, columns: 1, bits: 8) == nil)
        #expect(try JPEGLSEncoder.encode([1, 1], rows: 1, columns: 1, bits: 12) == nil)
        #expect(try JPEGLSEncoder.encode([1], rows: 1, columns: 1, bits: 1) == nil)
        #expect(try JPEGLSEncoder.encode([1], rows: 1, columns: 1, bits: 17) == nil)
        #expect(try JPEGLSEncoder.encode([], rows: 0, columns: 0, bits: 8) == nil)
        let wide = [UInt16](repeating: 0, count: 65536)
        #expect(try JPEGLSEncoder.encode(wide, rows: 1, columns: 65536, bits: 8) == nil)
    }
}
