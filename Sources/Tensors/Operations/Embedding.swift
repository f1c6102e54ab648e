import CKernels

/// y (shape..., C) = rows of table (N, C) selected by id; every id must be in 0 ..< N.
package func embedding(_ ids: [Int32], shape: [Int], table: Tensor) -> Tensor {
    let cols = table.lastSize
    precondition(ids.count == shape.reduce(1, *), "\(ids.count) ids for the shape \(shape)")
    precondition(
        ids.allSatisfy { $0 >= 0 && Int($0) < table.shape[0] }, "an id outside the table of \(table.shape[0]) rows")
    let y = Tensor(uninitialized: shape + [cols])
    ck_gather_rows(table.pointer, ids, y.pointer, ids.count, cols)
    return y.recorded(from: [table]) { dy in
        table.gradient?.accumulate { ck_scatter_rows(dy.pointer, ids, $0.pointer, ids.count, cols) }
    }
}
