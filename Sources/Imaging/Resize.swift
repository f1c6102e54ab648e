/// For each output position, the run of input positions whose weighted mean it is.
struct ResizeWeights {
    /// First input position of each output position.
    let starts: [Int]
    /// Length of each output position's run.
    let counts: [Int]
    /// `taps` weights for each output position, which sum to 1; zero past the end of a shorter run. The last of a run is not zero.
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
            var row = (low..<high).map { position in
                let distance = Double(position) - center + 0.5
                return max(0, 1 - abs(byReciprocal ? distance * (1 / scale) : distance / scale))
            }
            while row.last == 0 { row.removeLast() }
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

extension GrayscaleImage {
    /// The picture resized and antialiased.
    package func resized(rows newRows: Int, columns newColumns: Int) -> GrayscaleImage {
        precondition(newRows > 0 && newColumns > 0 && rows > 0 && columns > 0, "a picture has at least one pixel")
        if newRows == rows, newColumns == columns { return self }
        let resizing = Resizing(rows: rows, columns: columns, toRows: newRows, columns: newColumns)
        return pixels.withUnsafeBufferPointer { pixels in
            resizing.picture { row, line in
                for column in 0..<columns { line[column * Resizing.lanes] = pixels[row * columns + column] }
            }
        }
    }
}
