import CKernels

extension Tensor {
    /// The same elements in the same order with another shape.
    package func reshaped(_ shape: [Int]) -> Tensor {
        viewed(as: shape).recorded(from: [self]) { dy in gradient?.add(dy) }
    }

    /// Entries `range` of the first axis, sharing memory with this tensor.
    package func rows(_ range: Range<Int>) -> Tensor {
        let size = count / shape[0]
        let start = range.lowerBound * size
        precondition(range.lowerBound >= 0 && range.upperBound <= shape[0], "rows \(range) are outside \(shape)")
        let view = Tensor(storage: storage, offset: offset + start, shape: [range.count] + shape.dropFirst())
        return view.recorded(from: [self]) { dy in
            gradient?.accumulate { ck_axpy(1, dy.pointer, $0.pointer + start, dy.count) }
        }
    }

    /// Swaps the last two axes.
    package func transposed() -> Tensor {
        let (rows, cols) = (shape[shape.count - 2], lastSize)
        func turned(_ x: Tensor, _ rows: Int, _ cols: Int) -> Tensor {
            let y = Tensor(uninitialized: x.shape.dropLast(2) + [cols, rows])
            for start in stride(from: 0, to: x.count, by: rows * cols) {
                ck_transpose(x.pointer + start, y.pointer + start, rows, cols)
            }
            return y
        }
        return turned(self, rows, cols).recorded(from: [self]) { dy in gradient?.add(turned(dy, cols, rows)) }
    }
}

/// Concatenates tensors along the first axis.
package func concatenated(_ parts: [Tensor]) -> Tensor {
    let rows = parts.reduce(0) { $0 + $1.shape[0] }
    let y = Tensor(uninitialized: [rows] + (parts.first?.shape.dropFirst() ?? []))
    var ranges: [Range<Int>] = []
    var next = 0
    for part in parts {
        y.rows(next..<next + part.shape[0]).pointer.update(from: part.pointer, count: part.count)
        ranges.append(next..<next + part.shape[0])
        next += part.shape[0]
    }
    return y.recorded(from: parts) { dy in
        for (part, range) in zip(parts, ranges) { part.gradient?.add(dy.rows(range).copy()) }
    }
}
