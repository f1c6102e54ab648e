import Testing

@testable import Imaging

struct ResizingTests {
    /// One pixel after the other, without vectors and with the whole picture in memory.
    private func plain(_ image: GrayscaleImage, rows: Int, columns: Int) -> [Float] {
        let narrow = (0..<image.rows).flatMap { row in
            sums(ResizeWeights(from: image.columns, to: columns)) { image.pixels[row * image.columns + $0] }
        }
        let tall = (0..<columns).map { column in
            sums(ResizeWeights(from: image.rows, to: rows)) { narrow[$0 * columns + column] }
        }
        return (0..<rows).flatMap { row in tall.map { $0[row] } }
    }

    private func sums(_ plan: ResizeWeights, _ value: (Int) -> Float) -> [Float] {
        let weights = plan.weights
        return plan.starts.indices.map { position in
            (0..<plan.counts[position]).reduce(0) { sum, tap in
                sum + value(plan.starts[position] + tap) * weights[position * plan.taps + tap]
            }
        }
    }

    @Test(arguments: [(1, 1), (7, 5), (8, 8), (9, 3), (16, 17), (65, 40), (130, 33)])
    func `gives the sums of single pixels, whatever the number of rows`(rows: Int, columns: Int) {
        let image = ResizeEightBitTests.picture(rows: rows, columns: columns)
        for (newRows, newColumns) in [(1, 1), (3, 7), (rows, 6), (11, columns), (2 * rows + 1, 2 * columns)] {
            let resized = image.resized(rows: newRows, columns: newColumns)
            #expect(resized.rows == newRows && resized.columns == newColumns)
            #expect(resized.pixels == plain(image, rows: newRows, columns: newColumns), "\(newRows) × \(newColumns)")
        }
    }

    @Test func `a pixel without a value stays alone where nothing is resized`() {
        let pixels = (0..<12).map { $0 == 4 ? Float.nan : 0.5 }
        let image = GrayscaleImage(rows: 4, columns: 3, pixels: pixels)
        let resized = image.resized(rows: 2, columns: 3)
        #expect(resized.pixels.map(\.isNaN) == [false, true, false, false, true, false])
    }
}
