/// An 8-bit grey picture, as in Pillow's mode "L".
package struct EightBitImage: Sendable, Equatable {
    package var rows: Int
    package var columns: Int
    /// `rows * columns` values, row-major.
    package var pixels: [UInt8]

    package init(rows: Int, columns: Int, pixels: [UInt8]) {
        self.rows = rows
        self.columns = columns
        self.pixels = pixels
    }

    /// Rounds to 8 bits; a picture that was read from 8 bits is restored exactly.
    package init(_ image: GrayscaleImage) {
        // NaN fails the comparisons, and without a checked conversion the loop vectorises.
        let pixels = image.pixels.map { pixel in
            UInt8(truncatingIfNeeded: Int32((pixel > 0 ? (pixel < 1 ? pixel : 1) : 0) * 255 + 0.5))
        }
        self.init(rows: image.rows, columns: image.columns, pixels: pixels)
    }

    /// Pillow's `resize(…, BILINEAR)` bit for bit (versions up to 11; Pillow 13 takes the columns first at some sizes):
    /// along the rows first, then along the columns, with 22-bit weights (see `ResizeWeights`) and an intermediate
    /// picture rounded to 8 bits.
    func resized(rows newRows: Int, columns newColumns: Int) -> EightBitImage {
        precondition(newRows > 0 && newColumns > 0 && rows > 0 && columns > 0, "a picture has at least one pixel")
        return alongRows(to: newColumns).alongColumns(to: newRows)
    }

    // (rows, columns) -> (rows, newColumns)
    private func alongRows(to newColumns: Int) -> EightBitImage {
        if newColumns == columns { return self }
        let plan = FixedPointWeights(from: columns, to: newColumns)
        let resized = pixels.withUnsafeBufferPointer { input in
            plan.weights.withUnsafeBufferPointer { weights in
                [UInt8](unsafeUninitializedCapacity: rows * newColumns) { output, initialized in
                    for y in 0..<rows {
                        for x in 0..<newColumns {
                            var sum = FixedPointWeights.half
                            let (first, last) = (y * columns + plan.starts[x], x * plan.taps)
                            for tap in 0..<plan.counts[x] {
                                sum &+= Int32(input[first + tap]) &* weights[last + tap]
                            }
                            output[y * newColumns + x] = FixedPointWeights.rounded(sum)
                        }
                    }
                    initialized = rows * newColumns
                }
            }
        }
        return EightBitImage(rows: rows, columns: newColumns, pixels: resized)
    }

    // (rows, columns) -> (newRows, columns)
    private func alongColumns(to newRows: Int) -> EightBitImage {
        if newRows == rows { return self }
        let plan = FixedPointWeights(from: rows, to: newRows)
        var sums = [Int32](repeating: 0, count: columns)
        let resized = pixels.withUnsafeBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: newRows * columns) { output, initialized in
                for y in 0..<newRows {
                    for x in 0..<columns { sums[x] = FixedPointWeights.half }
                    for tap in 0..<plan.counts[y] {
                        let (weight, first) = (plan.weights[y * plan.taps + tap], (plan.starts[y] + tap) * columns)
                        for x in 0..<columns { sums[x] &+= Int32(input[first + x]) &* weight }
                    }
                    for x in 0..<columns { output[y * columns + x] = FixedPointWeights.rounded(sums[x]) }
                }
                initialized = newRows * columns
            }
        }
        return EightBitImage(rows: newRows, columns: columns, pixels: resized)
    }

    /// The part of `size` × `size` pixels that starts at this row and column.
    func cropped(top: Int, left: Int, size: Int) -> EightBitImage {
        let rows = (top..<top + size).flatMap { pixels[$0 * columns + left..<$0 * columns + left + size] }
        return EightBitImage(rows: size, columns: size, pixels: rows)
    }

    /// The picture with left and right exchanged.
    var mirrored: EightBitImage {
        let mirrored = (0..<rows).flatMap { pixels[$0 * columns..<($0 + 1) * columns].reversed() }
        return EightBitImage(rows: rows, columns: columns, pixels: mirrored)
    }
}

/// `ResizeWeights` with 22 fractional bits, as Pillow stores them for 8-bit pictures.
private struct FixedPointWeights {
    private static let bits = 22
    static let half: Int32 = 1 << 21

    let starts: [Int]
    let counts: [Int]
    let weights: [Int32]
    let taps: Int

    init(from inputSize: Int, to outputSize: Int) {
        let plan = ResizeWeights(from: inputSize, to: outputSize, byReciprocal: true)
        starts = plan.starts
        counts = plan.counts
        taps = plan.taps
        weights = plan.exact.map { Int32(0.5 + $0 * Double(1 << Self.bits)) }
    }

    // The weights sum to one except for rounding, so a sum of products fits in 31 bits.
    static func rounded(_ sum: Int32) -> UInt8 { UInt8(min(max(sum >> Int32(bits), 0), 255)) }
}
