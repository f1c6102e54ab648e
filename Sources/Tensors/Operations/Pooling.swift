import CKernels

/// Max pooling: y (B, H', W', C) = the maximum of each window; padding never wins.
package func maxPool2D(_ x: Tensor, kernel: Int, stride: Int, padding: Int = 0) -> Tensor {
    let window = Window(x, kernel: kernel, stride: stride, padding: padding)
    let y = Tensor(uninitialized: [window.batch, window.outHeight, window.outWidth, x.lastSize])
    let size = y.count / window.batch
    func pool(_ winners: UnsafeMutablePointer<Int32>?) {
        // Output rows over the whole batch.
        parallel(window.batch * window.outHeight, grain: max(1, (1 << 13) / (window.outWidth * x.lastSize))) {
            first, count in
            withUnsafePointer(to: window.geometry) { geometry in
                for row in first..<first + count {
                    let image = row / window.outHeight
                    ck_max_pool(
                        x.pointer + image * window.imageSize, geometry, row % window.outHeight * window.outWidth,
                        window.outWidth, y.pointer + image * size, winners.map { $0 + image * size })
                }
            }
        }
    }
    guard x.gradient != nil else {
        pool(nil)
        return y
    }
    let winners = [Int32](unsafeUninitializedCapacity: y.count) { buffer, count in
        pool(buffer.baseAddress)
        count = y.count
    }
    return y.recorded(from: [x]) { dy in
        let dx = Tensor(shape: x.shape)
        winners.withUnsafeBufferPointer { winners in
            guard let base = winners.baseAddress else { return }
            forEachImage(window) { image, _ in
                ck_scatter_add(
                    dy.pointer + image * size, base + image * size, dx.pointer + image * window.imageSize, size)
            }
        }
        x.gradient?.add(dx)
    }
}

/// Average pooling: y (B, C) = the mean over the middle axes of x (B, ..., C).
package func globalAveragePool(_ x: Tensor) -> Tensor {
    let (batch, cols) = (x.shape[0], x.lastSize)
    let positions = x.count / (batch * cols)
    let y = Tensor(shape: [batch, cols])
    for b in 0..<batch {
        ck_column_sum(x.pointer + b * positions * cols, positions, cols, y.pointer + b * cols)
    }
    ck_scale(y.pointer, 1 / Float(positions), y.pointer, y.count)
    return y.recorded(from: [x]) { dy in
        let dx = Tensor(uninitialized: x.shape)
        for b in 0..<batch {
            let row = dx.pointer + b * positions * cols
            ck_repeat_row(dy.pointer + b * cols, row, positions, cols)
            ck_scale(row, 1 / Float(positions), row, positions * cols)
        }
        x.gradient?.add(dx)
    }
}

private func forEachImage(_ window: Window, _ body: (_ image: Int, UnsafePointer<CKWindow>) -> Void) {
    parallel(window.batch, grain: 1) { first, count in
        withUnsafePointer(to: window.geometry) { geometry in
            for image in first..<first + count { body(image, geometry) }
        }
    }
}
