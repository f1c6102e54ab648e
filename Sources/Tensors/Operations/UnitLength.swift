/// y = x / (|x| + 1e-16) for each vector along the last axis. A zero vector stays zero and gets no gradient.
package func unitLength(_ x: Tensor) -> Tensor {
    let (rows, cols) = (x.rowCount, x.lastSize)
    let values = x.array()
    let lengths = (0..<rows).map { row in
        values[row * cols..<(row + 1) * cols].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() + 1e-16
    }
    let result = values.indices.map { Float(Double(values[$0]) / lengths[$0 / cols]) }
    return Tensor(result, shape: x.shape).recorded(from: [x]) { dy in
        // dx = (dy - y (y . dy)) / |x|
        let slopes = dy.array()
        var dx = [Float](repeating: 0, count: slopes.count)
        for row in 0..<rows where lengths[row] > 1e-12 {
            let range = row * cols..<(row + 1) * cols
            let along = range.reduce(0.0) { $0 + Double(result[$1]) * Double(slopes[$1]) }
            for index in range {
                dx[index] = Float((Double(slopes[index]) - Double(result[index]) * along) / lengths[row])
            }
        }
        x.gradient?.add(Tensor(dx, shape: x.shape))
    }
}
