import Foundation
import TestHarness
import Testing

@testable import Imaging

struct ResizeEightBitTests {
    private struct Reference: Decodable {
        let cases: [Case]
    }

    private struct Case: Decodable {
        let rows: Int
        let columns: Int
        let newRows: Int
        let newColumns: Int
        let hash: String
        let resized: [UInt8]?
    }

    static func file() throws -> Data {
        try Data(
            contentsOf: packageRoot.appending(path: "Tests/References/resize8.json"))
    }

    /// The picture drawn by `resize8.py`.
    static func picture(rows: Int, columns: Int) -> GrayscaleImage {
        let pixels = (0..<rows * columns).map { index in
            let hashed = (UInt64(index) + UInt64(rows * 65536 + columns)) &* 11_400_714_819_323_198_485
            return Float(min(max(Int(hashed >> 40 & 511) - 128, 0), 255)) / 255
        }
        return GrayscaleImage(rows: rows, columns: columns, pixels: pixels)
    }

    private func fnv(_ bytes: [UInt8]) -> String {
        String(bytes.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    }

    @Test func `equals Pillow bit for bit, smaller and larger, up to whole radiographs`() throws {
        let cases = try JSONDecoder().decode(Reference.self, from: Self.file()).cases
        #expect(cases.count == 13)
        for item in cases {
            let image = EightBitImage(Self.picture(rows: item.rows, columns: item.columns))
            let resized = image.resized(rows: item.newRows, columns: item.newColumns)
            #expect(resized.rows == item.newRows && resized.columns == item.newColumns)
            if let expected = item.resized { #expect(resized.pixels == expected) }
            #expect(fnv(resized.pixels) == item.hash, "\(item.rows)×\(item.columns)")
        }
    }

    @Test func `every 8-bit value survives conversion to float and back`() {
        let image = GrayscaleImage(rows: 16, columns: 16, pixels: (0..<256).map { Float($0) * (1 / Float(255)) })
        #expect(EightBitImage(image).pixels == Array(0...255))
    }

    @Test func `mirrors and crops`() {
        let image = EightBitImage(rows: 2, columns: 3, pixels: [1, 2, 3, 4, 5, 6])
        #expect(image.mirrored.pixels == [3, 2, 1, 6, 5, 4])
        #expect(image.cropped(top: 0, left: 1, size: 2).pixels == [2, 3, 5, 6])
    }
}
