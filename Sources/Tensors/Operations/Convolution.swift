import CKernels

/// y (B, H', W', O) = x (B, H, W, C) convolved with weight (O, K, K, C), zero padding, no bias (batch norm follows).
///
/// Channels last: a window's row of taps is contiguous, so im2col is a few block copies per pixel and the product has the
/// result's layout. Each thread takes whole images, in strips whose columns stay in its L2 cache. A 1x1 convolution of stride
/// 1 is a product without columns.
package func convolution2D(_ x: Tensor, weight: Tensor, stride: Int, padding: Int) -> Tensor {
    let window = Window(x, kernel: weight.shape[1], stride: stride, padding: padding)
    let outputs = weight.shape[0]
    precondition(weight.shape[3] == x.lastSize, "convolution: \(x.shape) with the weight \(weight.shape)")
    let y = Tensor(uninitialized: [x.shape[0], window.outHeight, window.outWidth, outputs])
    let filters = Matrix(pointer: weight.pointer, stride: window.taps, isTransposed: true)
    window.forEachStrip(of: x) { _, columns, strip in
        window.load(x, strip, columns)
        multiply(
            window.columns(x, strip, columns), filters,
            into: Matrix(pointer: y.pointer + strip.row * outputs, stride: outputs),
            m: strip.count, n: outputs, k: window.taps)
    }
    return y.recorded(from: [x, weight]) { dy in
        let dx = x.gradient.map { _ in window.isPointwise ? Tensor(uninitialized: x.shape) : Tensor(shape: x.shape) }
        // One sum of filter gradients per thread, so that no two threads write the same memory.
        let sums = (0..<Compute.threadCount).map { _ in Tensor(shape: weight.shape) }
        window.forEachStrip(of: x) { worker, columns, strip in
            let output = Matrix(pointer: dy.pointer + strip.row * outputs, stride: outputs)
            window.load(x, strip, columns)
            multiply(
                Matrix(pointer: output.pointer, stride: outputs, isTransposed: true),
                window.columns(x, strip, columns),
                into: Matrix(pointer: sums[worker].pointer, stride: window.taps),
                m: outputs, n: window.taps, k: strip.count, beta: 1)
            if let dx {
                multiply(
                    output, Matrix(pointer: weight.pointer, stride: window.taps),
                    into: window.columns(dx, strip, columns), m: strip.count, n: window.taps, k: outputs)
                window.store(dx, strip, columns)
            }
        }
        for sum in sums { weight.gradient?.add(sum) }
        if let dx { x.gradient?.add(dx) }
    }
}

/// The geometry of a square window sliding over (B, H, W, C).
struct Window {
    let geometry: CKWindow
    let batch: Int

    init(_ x: Tensor, kernel: Int, stride: Int, padding: Int) {
        precondition(x.shape.count == 4, "images are (B, H, W, C), not \(x.shape)")
        let (height, width) = (x.shape[1], x.shape[2])
        batch = x.shape[0]
        geometry = CKWindow(
            height: height, width: width, channels: x.shape[3], kernel: kernel, stride: stride, padding: padding,
            out_height: (height + 2 * padding - kernel) / stride + 1,
            out_width: (width + 2 * padding - kernel) / stride + 1)
    }

    var outHeight: Int { geometry.out_height }
    var outWidth: Int { geometry.out_width }
    /// Taps of one window: K * K * C.
    var taps: Int { geometry.kernel * geometry.kernel * geometry.channels }
    var imageSize: Int { geometry.height * geometry.width * geometry.channels }
    var isPointwise: Bool { geometry.kernel == 1 && geometry.stride == 1 && geometry.padding == 0 }

    /// Output pixels first ..< first + count of one image; `row` counts them through the batch.
    struct Strip {
        let image: Int
        let first: Int
        let count: Int
        let row: Int
    }

    /// Runs over the batch in strips, whole images per thread; `columns` is the thread's scratch for one strip.
    func forEachStrip(
        of x: Tensor, _ body: (_ worker: Int, _ columns: UnsafeMutablePointer<Float>, _ strip: Strip) -> Void
    ) {
        let pixels = outHeight * outWidth
        // 512 KiB of columns: half of a core's L2 cache.
        let rows = isPointwise ? pixels : min(pixels, max(32, (128 << 10) / taps))
        let workers = min(Compute.threadCount, batch)
        let scratch = Tensor(uninitialized: [workers, isPointwise ? 1 : rows * taps])
        parallel(workers, grain: 1) { first, count in
            for worker in first..<first + count {
                for image in batch * worker / workers..<batch * (worker + 1) / workers {
                    for start in stride(from: 0, to: pixels, by: rows) {
                        let strip = Strip(
                            image: image, first: start, count: min(rows, pixels - start), row: image * pixels + start)
                        body(worker, scratch.pointer + worker * scratch.lastSize, strip)
                    }
                }
            }
        }
    }

    /// Fills the columns from the image; nothing to do when the image is its own columns.
    func load(_ x: Tensor, _ strip: Strip, _ columns: UnsafeMutablePointer<Float>) {
        guard !isPointwise else { return }
        withUnsafePointer(to: geometry) {
            ck_im2col(x.pointer + strip.image * imageSize, $0, strip.first, strip.count, columns)
        }
    }

    /// Adds the columns into the image.
    func store(_ x: Tensor, _ strip: Strip, _ columns: UnsafeMutablePointer<Float>) {
        guard !isPointwise else { return }
        withUnsafePointer(to: geometry) {
            ck_col2im(columns, $0, strip.first, strip.count, x.pointer + strip.image * imageSize)
        }
    }

    /// The matrix (strip.count, taps).
    func columns(_ x: Tensor, _ strip: Strip, _ columns: UnsafeMutablePointer<Float>) -> Matrix {
        Matrix(pointer: isPointwise ? x.pointer + strip.row * taps : columns, stride: taps)
    }
}
