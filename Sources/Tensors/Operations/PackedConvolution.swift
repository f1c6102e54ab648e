import CKernels

/// Convolution filters packed once into the order the kernel reads them, in panels of adjacent output channels.
///
/// Does not keep the weight it was packed from.
package struct PackedFilters {
    let values: Tensor
    let outputs: Int
    let kernel: Int
    let channels: Int

    /// Packs a weight (O, K, K, C).
    package init(_ weight: Tensor) {
        precondition(
            weight.shape.count == 4 && weight.shape[1] == weight.shape[2],
            "filters must be (O, K, K, C), got \(weight.shape)")
        (outputs, kernel, channels) = (weight.shape[0], weight.shape[1], weight.shape[3])
        let taps = kernel * kernel * channels
        let panel = ck_panel()
        let panels = (outputs + panel - 1) / panel
        let packed = Tensor(uninitialized: [ck_packed_outputs(outputs), taps])
        parallel(panels, grain: max(1, (1 << 15) / (panel * taps))) { [outputs] first, count in
            ck_pack_filters(
                weight.pointer + first * panel * taps, min(outputs - first * panel, count * panel), taps,
                packed.pointer + first * panel * taps)
        }
        values = packed
    }
}

/// y (B, H', W', O) = x (B, H, W, C) convolved with the filters, zero padding, plus bias (O), plus residual (shape of
/// y), then optionally max(0, .). Not recorded.
///
/// Direct convolution without im2col: the kernel reads each tap's channels in place. Sums always run over the taps in
/// the same order, so the result does not depend on the thread count.
package func convolution2D(
    _ x: Tensor, filters: PackedFilters, stride: Int, padding: Int, bias: Tensor? = nil, residual: Tensor? = nil,
    relu: Bool = false
) -> Tensor {
    precondition(filters.channels == x.lastSize, "convolution: \(x.shape) with filters of \(filters.channels) channels")
    if isFramed(x, padding: padding) {
        return convolution2D(
            framed(x, by: padding), filters: filters, stride: stride, padding: 0, bias: bias, residual: residual,
            relu: relu)
    }
    precondition(filters.kernel <= 8 && (padding == 0 || x.lastSize <= ck_most_channels), "the window is too large")
    let window = Window(x, kernel: filters.kernel, stride: stride, padding: padding)
    let y = Tensor(uninitialized: [x.shape[0], window.outHeight, window.outWidth, filters.outputs])
    precondition(
        residual.map { $0.shape == y.shape } ?? true, "convolution: the residual's shape is not \(y.shape)")
    let convolution = CKConvolution(
        filters: filters.values.pointer, outputs: filters.outputs, bias: bias.map { UnsafePointer($0.pointer) },
        residual: residual.map { UnsafePointer($0.pointer) }, relu: relu ? 1 : 0)
    forEachBlock(rows: y.rowCount, columns: filters.outputs, unit: ck_panel()) { rows, columns in
        withUnsafePointer(to: window.geometry) { geometry in
            withUnsafePointer(to: convolution) {
                ck_convolve(
                    x.pointer, geometry, $0, rows.lowerBound, rows.count, columns.lowerBound, columns.count, y.pointer)
            }
        }
    }
    return y
}

/// Splits a result of `rows` by `columns` over the threads in blocks of some rows by some whole units of columns.
///
/// There are a few blocks per thread, so that other threads can take over from one that is delayed. With few rows the
/// columns are split instead, so that each thread reads only its part of the filters.
private func forEachBlock(
    rows: Int, columns: Int, unit: Int, _ body: (_ rows: Range<Int>, _ columns: Range<Int>) -> Void
) {
    let threads = Compute.threadCount
    guard threads > 1 else { return body(0..<rows, 0..<columns) }
    let wanted = 4 * threads
    let rowParts = min(wanted, max(1, rows / 192))
    let units = (columns + unit - 1) / unit
    let columnParts = min(units, (wanted + rowParts - 1) / rowParts)
    parallelParts(rowParts * columnParts) { part in
        let (row, column) = (part / columnParts, part % columnParts)
        let first = units * column / columnParts * unit
        body(
            rows * row / rowParts..<rows * (row + 1) / rowParts,
            first..<min(columns, units * (column + 1) / columnParts * unit))
    }
}

/// With few channels the kernel's runs are short; with the padding in memory, a whole row of the window is one run.
func isFramed(_ x: Tensor, padding: Int) -> Bool { padding > 0 && x.lastSize < 16 }

/// Pads each image of x (B, H, W, C) with a border of zeros of the given width.
func framed(_ x: Tensor, by padding: Int) -> Tensor {
    let (height, line) = (x.shape[1], x.shape[2] * x.lastSize)
    let wide = line + 2 * padding * x.lastSize
    let y = Tensor(shape: [x.shape[0], height + 2 * padding, x.shape[2] + 2 * padding, x.lastSize])
    for image in 0..<x.shape[0] {
        for row in 0..<height {
            let target = (image * (height + 2 * padding) + row + padding) * wide + padding * x.lastSize
            (y.pointer + target).update(from: x.pointer + (image * height + row) * line, count: line)
        }
    }
    return y
}
