/// For each output position, the run of input positions it is a weighted mean of.
struct ResizeWeights {
    /// First input position of each output position.
    let starts: [Int]
    /// `taps` weights for each output position, summing to 1, zero where the run is shorter.
    let weights: [Float]
    let taps: Int

    /// Triangle filter whose support grows with the ratio when the picture shrinks, so that every input pixel counts
    /// (Pillow's `BILINEAR`: support 1 output pixel, at least 1 input pixel; weights cut at the border and renormalised).
    init(from inputSize: Int, to outputSize: Int) {
        let ratio = Double(inputSize) / Double(outputSize)
        let scale = max(ratio, 1)
        let taps = Int(scale.rounded(.up)) * 2 + 1
        var starts: [Int] = []
        var weights: [Float] = []
        for position in 0..<outputSize {
            let center = (Double(position) + 0.5) * ratio
            let low = max(Int(center - scale + 0.5), 0)
            let high = min(Int(center + scale + 0.5), inputSize)
            let row = (low..<high).map { max(0, 1 - abs((Double($0) - center + 0.5) / scale)) }
            let sum = row.reduce(0, +)
            starts.append(low)
            weights += row.map { Float($0 / sum) } + [Float](repeating: 0, count: taps - row.count)
        }
        self.starts = starts
        self.weights = weights
        self.taps = taps
    }
}

extension GrayscaleImage {
    /// The picture at another size, antialiased: first along the rows, then along the columns.
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
        return pixels.withUnsafeBufferPointer { input in
            plan.weights.withUnsafeBufferPointer { weights in
                [Float](unsafeUninitializedCapacity: rows * newColumns) { output, initialized in
                    for x in 0..<newColumns {
                        let start = plan.starts[x]
                        let count = min(plan.taps, columns - start)
                        for y in 0..<rows {
                            var sum: Float = 0
                            for tap in 0..<count {
                                sum += input[y * columns + start + tap] * weights[x * plan.taps + tap]
                            }
                            output[y * newColumns + x] = sum
                        }
                    }
                    initialized = rows * newColumns
                }
            }
        }
    }

    // (rows, columns) -> (newRows, columns)
    private static func shrinkColumns(_ pixels: [Float], rows: Int, columns: Int, to newRows: Int) -> [Float] {
        if newRows == rows { return pixels }
        let plan = ResizeWeights(from: rows, to: newRows)
        return pixels.withUnsafeBufferPointer { input in
            [Float](unsafeUninitializedCapacity: newRows * columns) { output, initialized in
                output.initialize(repeating: 0)
                for y in 0..<newRows {
                    let start = plan.starts[y]
                    for tap in 0..<min(plan.taps, rows - start) {
                        let weight = plan.weights[y * plan.taps + tap]
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
