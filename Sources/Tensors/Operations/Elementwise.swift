import CKernels

extension Tensor {
    /// a + b, same shapes.
    package static func + (a: Tensor, b: Tensor) -> Tensor {
        precondition(a.shape == b.shape, "\(a.shape) + \(b.shape)")
        let y = Tensor(uninitialized: a.shape)
        parallel(y.count) { ck_add(a.pointer + $0, b.pointer + $0, y.pointer + $0, $1) }
        return y.recorded(from: [a, b]) { dy in
            a.gradient?.add(dy)
            b.gradient?.add(dy)
        }
    }

    /// a * b elementwise, same shapes.
    package static func * (a: Tensor, b: Tensor) -> Tensor {
        precondition(a.shape == b.shape, "\(a.shape) * \(b.shape)")
        func product(_ a: Tensor, _ b: Tensor) -> Tensor {
            let y = Tensor(uninitialized: a.shape)
            parallel(y.count) { ck_multiply(a.pointer + $0, b.pointer + $0, y.pointer + $0, $1) }
            return y
        }
        return product(a, b).recorded(from: [a, b]) { dy in
            a.gradient?.add(product(dy, b))
            b.gradient?.add(product(dy, a))
        }
    }

    /// x * factor.
    package static func * (x: Tensor, factor: Float) -> Tensor {
        func scaled(_ x: Tensor) -> Tensor {
            let y = Tensor(uninitialized: x.shape)
            parallel(y.count) { ck_scale(x.pointer + $0, factor, y.pointer + $0, $1) }
            return y
        }
        return scaled(x).recorded(from: [x]) { dy in x.gradient?.add(scaled(dy)) }
    }
}

/// x (rows..., C) + row (C), broadcast over the rows; `row` may also have the trailing axes of x, such as a position
/// table.
package func addRow(_ x: Tensor, _ row: Tensor) -> Tensor {
    let cols = row.count
    let rows = x.count / cols
    precondition(rows * cols == x.count, "\(x.shape) + row \(row.shape)")
    let y = x.copy()
    parallel(rows, grain: max(1, (1 << 15) / cols)) { ck_add_row(row.pointer, y.pointer + $0 * cols, $1, cols) }
    return y.recorded(from: [x, row]) { dy in
        x.gradient?.add(dy)
        row.gradient?.accumulate { ck_column_sum(dy.pointer, rows, cols, $0.pointer) }
    }
}

/// max(0, x).
package func relu(_ x: Tensor) -> Tensor {
    let y = Tensor(uninitialized: x.shape)
    parallel(y.count) { ck_relu(x.pointer + $0, y.pointer + $0, $1) }
    return y.recorded(from: [x]) { dy in
        let dx = Tensor(uninitialized: x.shape)
        parallel(dx.count) { ck_relu_backward(y.pointer + $0, dy.pointer + $0, dx.pointer + $0, $1) }
        x.gradient?.add(dx)
    }
}

/// Dropout: zeroes each element with the given probability and scales the others by 1 / (1 - probability). The mask
/// depends only on the seed and the element index, not on the thread count. For a slice of a larger tensor, `first` is
/// the index there of its first element.
package func dropout(_ x: Tensor, probability: Float, seed: UInt64, first: Int = 0) -> Tensor {
    guard probability > 0 else { return x }
    func masked(_ x: Tensor) -> Tensor {
        let y = Tensor(uninitialized: x.shape)
        parallel(y.count) { start, count in
            ck_dropout(x.pointer + start, y.pointer + start, count, UInt64(first + start), seed, 1 - probability)
        }
        return y
    }
    return masked(x).recorded(from: [x]) { dy in x.gradient?.add(masked(dy)) }
}

/// Sum of all elements, as a scalar.
package func sum(_ x: Tensor) -> Tensor {
    Tensor([Float(ck_sum(x.pointer, x.count))], shape: [1]).recorded(from: [x]) { dy in
        let dx = Tensor(uninitialized: x.shape)
        ck_fill(dx.pointer, dy.scalar, dx.count)
        x.gradient?.add(dx)
    }
}
