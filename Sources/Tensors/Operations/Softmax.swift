import CKernels

/// exp(x) / sum(exp(x)) over the last axis.
package func softmax(_ x: Tensor) -> Tensor {
    let (rows, cols) = (x.rowCount, x.lastSize)
    let y = x.copy()
    ck_softmax(y.pointer, rows, cols, cols, cols, 0)
    return y.recorded(from: [x]) { dy in
        let dx = dy.copy()
        ck_softmax_backward(y.pointer, dx.pointer, rows, cols, 1)
        x.gradient?.add(dx)
    }
}

/// Log-softmax over the last axis; used in search, not recorded.
package func logSoftmax(_ x: Tensor) -> Tensor {
    let y = Tensor(uninitialized: x.shape)
    ck_log_softmax(x.pointer, y.pointer, x.rowCount, x.lastSize)
    return y
}
