/// Resizes a picture, first along the rows, then along the columns, with a few of its rows in memory at a time.
struct Resizing {
    /// Rows that are resized together. Each has a lane of the vectors, so that the sums of a row have the same order as without them.
    static let lanes = Lanes.scalarCount
    private typealias Lanes = SIMD8<Float>

    private let rows: Int
    private let columns: Int
    private let down: ResizeWeights
    private let across: ResizeWeights

    init(rows: Int, columns: Int, toRows newRows: Int, columns newColumns: Int) {
        (self.rows, self.columns) = (rows, columns)
        down = ResizeWeights(from: rows, to: newRows)
        across = ResizeWeights(from: columns, to: newColumns)
    }

    /// The resized picture.
    ///
    /// - Parameter read: puts the pixels of a row into a line, `lanes` places apart.
    func picture(_ read: (_ row: Int, _ line: UnsafeMutablePointer<Float>) -> Void) -> GrayscaleImage {
        let (newRows, newColumns) = (down.starts.count, across.starts.count)
        let (downWeights, acrossWeights) = (down.weights, across.weights)
        // Narrow rows that are still needed: those of one output row, and what is read beyond it.
        let kept = down.taps + Self.lanes
        var narrow = [Float](repeating: 0, count: kept * newColumns)
        var lines = [Lanes](repeating: .zero, count: columns)
        var end = 0
        let pixels = [Float](unsafeUninitializedCapacity: newRows * newColumns) { output, filled in
            output.initialize(repeating: 0)
            for row in 0..<newRows {
                let needed = down.starts[row]..<down.starts[row] + down.counts[row]
                while end < needed.upperBound {
                    let group = end..<min(end + Self.lanes, rows)
                    lines.withUnsafeMutableBufferPointer { lines in
                        lines.withMemoryRebound(to: Float.self) { lines in
                            guard let first = lines.baseAddress else { return }
                            for (lane, row) in group.enumerated() { read(row, first + lane) }
                        }
                    }
                    narrow.withUnsafeMutableBufferPointer { narrow in
                        shrink(lines, acrossWeights, into: narrow, group.map { $0 % kept * newColumns })
                    }
                    end = group.upperBound
                }
                for (tap, source) in needed.enumerated() {
                    let weight = downWeights[row * down.taps + tap]
                    let (from, to) = (source % kept * newColumns, row * newColumns)
                    narrow.withUnsafeBufferPointer { narrow in
                        for x in 0..<newColumns { output[to + x] += narrow[from + x] * weight }
                    }
                }
            }
            filled = newRows * newColumns
        }
        return GrayscaleImage(rows: newRows, columns: newColumns, pixels: pixels)
    }

    /// Resizes rows along their length.
    ///
    /// - Parameter places: where each of them begins in the output.
    private func shrink(
        _ lines: [Lanes], _ weights: [Float], into output: UnsafeMutableBufferPointer<Float>, _ places: [Int]
    ) {
        lines.withUnsafeBufferPointer { lines in
            weights.withUnsafeBufferPointer { weights in
                for x in across.starts.indices {
                    let (first, own) = (across.starts[x], x * across.taps)
                    var sum = Lanes.zero
                    for tap in 0..<across.counts[x] { sum += lines[first + tap] * weights[own + tap] }
                    for (lane, place) in places.enumerated() { output[place + x] = sum[lane] }
                }
            }
        }
    }
}
