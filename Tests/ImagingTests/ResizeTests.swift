import Foundation
import Imaging
import TestHarness
import Testing

struct ResizeTests {
    private struct Case: Decodable {
        let rows: Int
        let columns: Int
        let pixels: [Float]
        let newRows: Int
        let newColumns: Int
        let resized: [Float]
    }

    @Test func `agrees with Pillow's antialiased bilinear filter, smaller and larger`() throws {
        let file = packageRoot.appending(path: "Tests/References/resize.json")
        let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
        #expect(cases.count == 5)
        for item in cases {
            let image = GrayscaleImage(rows: item.rows, columns: item.columns, pixels: item.pixels)
            let resized = image.resized(rows: item.newRows, columns: item.newColumns)
            let worst = zip(resized.pixels, item.resized).map { abs($0 - $1) }.max() ?? 1
            #expect(worst < 5e-6, "\(item.rows)×\(item.columns): \(worst)")
        }
    }

    @Test func `keeps a uniform picture uniform`() {
        let image = GrayscaleImage(rows: 31, columns: 47, pixels: [Float](repeating: 0.25, count: 31 * 47))
        #expect(image.resized(rows: 8, columns: 100).pixels.allSatisfy { abs($0 - 0.25) < 1e-5 })
    }
}
