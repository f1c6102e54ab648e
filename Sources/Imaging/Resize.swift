/// For each output position, the run of input positions whose weighted mean it is.
struct ResizeWeights {
    /// First input position of each output position.
    let starts: [Int]
    /// Length of each output position's run.
    let counts: [Int]
    /// `taps` weights for each output position, which sum to 1; zero past the end of a shorter run.
    let exact: [Double]
    let taps: Int

    /// The weights in single precision.
    var weights: [Float] { exact.map(Float.init) }

    /// A triangle filter whose support grows with the ratio when the picture shrinks, so that every input pixel counts
    /// (Pillow's `BILINEAR`: support 1 output pixel, at least 1 input pixel; weights cut at the border and
    /// renormalised).
    ///
    /// Pillow multiplies by the reciprocal of the scale; bundles of the first preprocessing version divide by the
    /// scale. The weights differ in the last bit, and both must stay as they are.
    init(from inputSize: Int, to outputSize: Int, byReciprocal: Bool = false) {
        let ratio = Double(inputSize) / Double(outputSize)
        let scale = max(ratio, 1)
        let taps = Int(scale.rounded(.up)) * 2 + 1
        var starts: [Int] = []
        var counts: [Int] = []
        var exact: [Double] = []
        for position in 0..<outputSize {
            let center = (Double(position) + 0.5) * ratio
            let low = max(Int(center - scale + 0.5), 0)
            let high = min(Int(center + scale + 0.5), inputSize)
            let row = (low..<high).map { position in
                let distance = Double(position) - center + 0.5
                return max(0, 1 - abs(byReciprocal ? distance * (1 / scale) : distance / scale))
            }
            let sum = row.reduce(0, +)
            starts.append(low)
            counts.append(row.count)
            exact += row.map { $0 / sum } + [Double](repeating: 0, count: taps - row.count)
        }
        self.starts = starts
        self.counts = counts
        self.exact = exact
        self.taps = taps
    }
}

extension ResizeWeights {
    /// Writes one row, resized.
    ///
    /// - Parameter weights: `weights`, made once for all rows.
    func shrink(
        _ row: UnsafeBufferPointer<Float>, _ weights: [Float], into output: UnsafeMutableBufferPointer<Float>
    ) {
        starts.withUnsafeBufferPointer { starts in
            counts.withUnsafeBufferPointer { counts in
                weights.withUnsafeBufferPointer { weights in
                    for x in 0..<output.count {
                        let (first, own) = (starts[x], x * taps)
                        var sum: Float = 0
                        for tap in 0..<counts[x] { sum += row[first + tap] * weights[own + tap] }
                        output[x] = sum
                    }
                }
            }
        }
    }
}

extension GrayscaleImage {
    /// The picture resized and antialiased: first along the rows, then along the columns.
    package func resized(rows newRows: Int, columns newColumns: Int) -> GrayscaleImage {
        precondition(newRows > 0 && newColumns > 0 && rows > 0 && columns > 0, "a picture has at least one pixel")
        let narrow = Self.shrinkRows(pixels, rows: rows, columns: columns, to: newColumns)
        let tall = Self.shrinkColumns(narrow, rows: rows, columns: newColumns, to: newRows)
        return GrayscaleImage(rows: newRows, columns: newColumns, pixels: tall)
    }

    // (rows, columns) -> (rows, newColumns)
    private static func shrinkRows(_ pixels: [Float], rows: Int, columns: Int, to newColumns: Int) -> [Float] {
        if newColumns == columns { return pixels }
        let plan = ResizeWeights(from: columns, to: newColumns)
        let weights = plan.weights
        return pixels.withUnsafeBufferPointer { input in
            [Float](unsafeUninitializedCapacity: rows * newColumns) { output, initialized in
                for y in 0..<rows {
                    plan.shrink(
                        UnsafeBufferPointer(rebasing: input[y * columns..<(y + 1) * columns]), weights,
                        into: UnsafeMutableBufferPointer(rebasing: output[y * newColumns..<(y + 1) * newColumns]))
                }
                initialized = rows * newColumns
            }
        }
    }

    // (rows, columns) -> (newRows, columns)
    static func shrinkColumns(_ pixels: [Float], rows: Int, columns: Int, to newRows: Int) -> [Float] {
        if newRows == rows { return pixels }
        let plan = ResizeWeights(from: rows, to: newRows)
        let weights = plan.weights
        return pixels.withUnsafeBufferPointer { input in
            [Float](unsafeUninitializedCapacity: newRows * columns) { output, initialized in
                output.initialize(repeating: 0)
                for y in 0..<newRows {
                    let start = plan.starts[y]
                    for tap in 0..<min(plan.taps, rows - start) {
                        let weight = weights[y * plan.taps + tap]
                        for x in 0..<columns {
                            output[y * columns + x] += input[(start + tap) * columns + x] * weight
                        }
                    }
                }
                initialized = newRows * columns
            }
        }
    }
}
