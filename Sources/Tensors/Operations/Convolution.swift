import CKernels

/// y (B, H', W', O) = x (B, H, W, C) convolved with weight (O, K, K, C), zero padding, no bias (batch norm follows).
///
/// Packs the filters on every call, since training changes them every step; the cost is small next to the products.
package func convolution2D(_ x: Tensor, weight: Tensor, stride: Int, padding: Int) -> Tensor {
    let y = convolution2D(x, filters: PackedFilters(weight), stride: stride, padding: padding)
    return y.recorded(from: [x, weight]) { dy in
        weight.gradient?.accumulate { addFilterGradient(x, dy, stride: stride, padding: padding, to: $0) }
        guard let gradient = x.gradient else { return }
        if stride == 1, padding < weight.shape[1] {
            // The gradient of x is again a convolution, with the filters flipped.
            let turned = PackedFilters(turnedFilters(weight))
            gradient.add(convolution2D(dy, filters: turned, stride: 1, padding: weight.shape[1] - 1 - padding))
        } else {
            gradient.add(stridedImageGradient(x, weight, dy, stride: stride, padding: padding))
        }
    }
}

/// Adds the filter gradient to dw (O, K, K, C). Each thread handles its share of the output pixels; the partial sums
/// are added in a fixed order.
private func addFilterGradient(_ x: Tensor, _ dy: Tensor, stride: Int, padding: Int, to dw: Tensor) {
    let frame = isFramed(x, padding: padding) ? padding : 0
    let image = frame > 0 ? framed(x, by: frame) : x.detached
    let window = Window(image, kernel: dw.shape[1], stride: stride, padding: padding - frame)
    let (rows, outputs) = (dy.rowCount, dy.lastSize)
    let parts = max(1, min(Compute.threadCount, rows / 192))
    let shares = [dw] + (1..<parts).map { _ in Tensor(shape: dw.shape) }
    parallel(parts, grain: 1) { first, count in
        for part in first..<first + count {
            withUnsafePointer(to: window.geometry) { geometry in
                let scratch = Tensor(uninitialized: [ck_convolve_gradient_scratch(geometry, outputs)])
                let start = rows * part / parts
                ck_convolve_gradient(
                    image.pointer, geometry, dy.pointer, outputs, start, rows * (part + 1) / parts - start,
                    scratch.pointer, shares[part].pointer)
            }
        }
    }
    for share in shares.dropFirst() {
        parallel(dw.count) { ck_add(dw.pointer + $0, share.pointer + $0, dw.pointer + $0, $1) }
    }
}

/// Filters (C, K, K, O) that propagate the gradient back: taps reversed, inputs and outputs swapped.
private func turnedFilters(_ weight: Tensor) -> Tensor {
    let (outputs, kernel, channels) = (weight.shape[0], weight.shape[1], weight.lastSize)
    let turned = Tensor(uninitialized: [channels, kernel, kernel, outputs])
    let taps = kernel * kernel
    parallel(taps, grain: 1) { first, count in
        for tap in first..<first + count {
            ck_transpose_strided(
                weight.pointer + tap * channels, taps * channels, turned.pointer + (taps - 1 - tap) * outputs,
                taps * outputs, outputs, channels)
        }
    }
    return turned
}

/// The image gradient for a stride above 1 (col2im): columns of taps are added back to the pixels they were read from.
/// Each thread processes whole images, in strips whose columns fit in its L2 cache.
private func stridedImageGradient(_ x: Tensor, _ weight: Tensor, _ dy: Tensor, stride step: Int, padding: Int) -> Tensor
{
    let window = Window(x, kernel: weight.shape[1], stride: step, padding: padding)
    let (outputs, taps, pixels) = (weight.shape[0], window.taps, window.outHeight * window.outWidth)
    let dx = Tensor(shape: x.shape)
    let rows = min(pixels, max(32, (128 << 10) / taps))
    parallel(window.batch, grain: 1) { first, count in
        let columns = Tensor(uninitialized: [rows, taps])
        for image in first..<first + count {
            for start in stride(from: 0, to: pixels, by: rows) {
                let strip = min(rows, pixels - start)
                multiply(
                    Matrix(pointer: dy.pointer + (image * pixels + start) * outputs, stride: outputs),
                    Matrix(pointer: weight.pointer, stride: taps), into: Matrix(pointer: columns.pointer, stride: taps),
                    m: strip, n: taps, k: outputs)
                withUnsafePointer(to: window.geometry) {
                    ck_col2im(columns.pointer, $0, start, strip, dx.pointer + image * window.imageSize)
                }
            }
        }
    }
    return dx
}

/// Geometry of a square window sliding over (B, H, W, C).
struct Window {
    let geometry: CKWindow
    let batch: Int

    init(_ x: Tensor, kernel: Int, stride: Int, padding: Int) {
        precondition(x.shape.count == 4, "a convolution needs (B, H, W, C), got \(x.shape)")
        let (height, width) = (x.shape[1], x.shape[2])
        batch = x.shape[0]
        geometry = CKWindow(
            height: height, width: width, channels: x.shape[3], kernel: kernel, stride: stride, padding: padding,
            out_height: (height + 2 * padding - kernel) / stride + 1,
            out_width: (width + 2 * padding - kernel) / stride + 1)
    }

    var outHeight: Int { geometry.out_height }
    var outWidth: Int { geometry.out_width }
    /// Taps in one window: K * K * C.
    var taps: Int { geometry.kernel * geometry.kernel * geometry.channels }
    var imageSize: Int { geometry.height * geometry.width * geometry.channels }
}
