import CKernels

/// y = (x - mean) / sqrt(variance + epsilon) * scale + bias over the last axis.
package func layerNorm(_ x: Tensor, scale: Tensor, bias: Tensor, epsilon: Float = 1e-5) -> Tensor {
    let (rows, cols) = (x.rowCount, x.lastSize)
    let y = Tensor(uninitialized: x.shape)
    let mean = Tensor(uninitialized: [rows])
    let inverse = Tensor(uninitialized: [rows])
    parallel(rows, grain: max(1, (1 << 14) / cols)) { start, count in
        ck_layer_norm(
            x.pointer + start * cols, scale.pointer, bias.pointer, epsilon, y.pointer + start * cols,
            mean.pointer + start,
            inverse.pointer + start, count, cols)
    }
    return y.recorded(from: [x, scale, bias]) { dy in
        let dx = Tensor(uninitialized: x.shape)
        let dScale = Tensor(shape: [cols])
        let dBias = Tensor(shape: [cols])
        ck_layer_norm_backward(
            x.pointer, scale.pointer, mean.pointer, inverse.pointer, dy.pointer, dx.pointer, dScale.pointer,
            dBias.pointer,
            rows, cols)
        x.gradient?.add(dx)
        scale.gradient?.add(dScale)
        bias.gradient?.add(dBias)
    }
}

/// Running mean and variance of each channel over batch and positions, used for inference.
package struct RunningStatistics {
    package let mean: Tensor
    package let variance: Tensor

    package init(mean: Tensor, variance: Tensor) {
        self.mean = mean
        self.variance = variance
    }

    /// Moves the averages towards the statistics of one batch, with the unbiased variance, as PyTorch does.
    fileprivate func update(mean batchMean: [Double], variance batchVariance: [Double], rows: Int, momentum: Double) {
        let unbiased = Double(rows) / Double(max(rows - 1, 1))
        for c in batchMean.indices {
            mean.pointer[c] += Float(momentum * (batchMean[c] - Double(mean.pointer[c])))
            variance.pointer[c] += Float(momentum * (batchVariance[c] * unbiased - Double(variance.pointer[c])))
        }
    }
}

/// Batch norm by channel of x (..., C), then optionally + residual and max(0, .), fused into one pass over memory
/// because a ResNet block always uses them together.
///
/// Training uses the statistics of the global batch (all ranks) and updates `running`; otherwise `running` is used.
package func batchNorm(
    _ x: Tensor, scale: Tensor, bias: Tensor, running: RunningStatistics, isTraining: Bool, residual: Tensor? = nil,
    relu: Bool = false, momentum: Double = 0.1, epsilon: Double = 1e-5, group: any ProcessGroup = SingleProcess()
) -> Tensor {
    let (rows, cols) = (x.rowCount, x.lastSize)
    let grain = max(1, (1 << 15) / cols)
    var mean = running.mean.array().map(Double.init)
    var variance = running.variance.array().map(Double.init)
    if isTraining {
        (mean, variance) = columnMoments(x, grain: grain, group)
        running.update(mean: mean, variance: variance, rows: rows * group.size, momentum: momentum)
    }
    let inverse = variance.map { 1 / ($0 + epsilon).squareRoot() }
    let factors = (0..<cols).map { Float(Double(scale.pointer[$0]) * inverse[$0]) }
    let shifts = (0..<cols).map { Float(Double(bias.pointer[$0]) - mean[$0] * Double(factors[$0])) }

    let y = Tensor(uninitialized: x.shape)
    parallel(rows, grain: grain) { start, count in
        let at = start * cols
        ck_scale_shift(
            x.pointer + at, factors, shifts, residual.map { $0.pointer + at }, relu ? 1 : 0, y.pointer + at, count, cols
        )
    }
    return y.recorded(from: [x, scale, bias] + (residual.map { [$0] } ?? [])) { dy in
        // g = the gradient before the rectifier, which is also the gradient of the residual.
        let g = relu ? Tensor(uninitialized: x.shape) : dy.detached
        var (sums, products) = sumsByThread(rows: rows, cols: cols, grain: grain) { start, count, sums, products in
            let at = start * cols
            ck_batch_norm_sums(
                x.pointer + at, mean.map(Float.init), relu ? UnsafePointer(y.pointer + at) : nil, dy.pointer + at,
                g.pointer + at, sums, products, count, cols)
        }
        scale.gradient?.add(Tensor((0..<cols).map { Float(products[$0] * inverse[$0]) }, shape: [cols]))
        bias.gradient?.add(Tensor(sums.map(Float.init), shape: [cols]))
        if let gradient = x.gradient {
            // dx = scale * inverse * (g - mean(g) - xhat * mean(g * xhat)), written as a * g + b * x + c; running
            // statistics are constants, so b and c vanish.
            if isTraining { (sums, products) = totals(sums, products, group) }
            let n = Double(rows * group.size)
            let b = (0..<cols).map {
                isTraining ? -Double(factors[$0]) * products[$0] * inverse[$0] * inverse[$0] / n : 0
            }
            let c = (0..<cols).map { isTraining ? -Double(factors[$0]) * sums[$0] / n - b[$0] * mean[$0] : 0 }
            let (bFloat, cFloat) = (b.map(Float.init), c.map(Float.init))
            let dx = Tensor(uninitialized: x.shape)
            parallel(rows, grain: grain) { start, count in
                let at = start * cols
                ck_column_affine2(g.pointer + at, x.pointer + at, factors, bFloat, cFloat, dx.pointer + at, count, cols)
            }
            gradient.add(dx)
        }
        residual?.gradient?.add(g)
    }
}

/// Mean and biased variance of each column over the rows of all ranks. Sums are taken relative to this rank's first row
/// to limit cancellation.
private func columnMoments(_ x: Tensor, grain: Int, _ group: any ProcessGroup) -> (mean: [Double], variance: [Double]) {
    let (rows, cols) = (x.rowCount, x.lastSize)
    let (sums, squares) = sumsByThread(rows: rows, cols: cols, grain: grain) { start, count, sums, squares in
        ck_column_moments(x.pointer + start * cols, x.pointer, sums, squares, count, cols)
    }
    let n = Double(rows)
    let mean = (0..<cols).map { Double(x.pointer[$0]) + sums[$0] / n }
    let variance = (0..<cols).map { max(0, squares[$0] / n - (sums[$0] / n) * (sums[$0] / n)) }
    guard group.size > 1 else { return (mean, variance) }
    // Each rank's own moments about zero; double precision keeps this accurate.
    let (means, secondMoments) = totals(mean, zip(mean, variance).map { $0 * $0 + $1 }, group)
    let wholeMean = means.map { $0 / Double(group.size) }
    return (wholeMean, zip(wholeMean, secondMoments).map { max(0, $1 / Double(group.size) - $0 * $0) })
}

/// Two column sums, summed over all ranks in one exchange.
private func totals(_ first: [Double], _ second: [Double], _ group: any ProcessGroup) -> ([Double], [Double]) {
    var both = first + second
    group.sum(&both)
    return (Array(both[..<first.count]), Array(both[first.count...]))
}

/// Two column sums over all rows, accumulated per thread and added in a fixed order.
private func sumsByThread(
    rows: Int, cols: Int, grain: Int,
    _ body: (_ start: Int, _ count: Int, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
) -> (first: [Double], second: [Double]) {
    let parts = max(1, min(Compute.threadCount, rows / grain))
    var partial = [Double](repeating: 0, count: parts * 2 * cols)
    partial.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        parallel(parts, grain: 1) { first, count in
            for part in first..<first + count {
                let start = rows * part / parts
                let sums = base + part * 2 * cols
                body(start, rows * (part + 1) / parts - start, sums, sums + cols)
            }
        }
    }
    func total(_ offset: Int) -> [Double] {
        (0..<cols).map { c in (0..<parts).reduce(0) { $0 + partial[$1 * 2 * cols + offset + c] } }
    }
    return (total(0), total(cols))
}
