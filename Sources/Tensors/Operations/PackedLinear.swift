import CKernels

/// A linear layer packed for a few rows at a time, as in decoding, where it is bound by reading the weights.
///
/// Weights that are all exact in half precision, as a bundle's are, are stored as halves: half the bytes, the same
/// values.
package struct PackedLinear {
    private let weights: Tensor
    private let areHalves: Bool
    private let bias: Tensor?
    package let inputs: Int
    package let outputs: Int

    /// Packs copies of a weight (O, I) and a bias (O).
    package init(weight: Tensor, bias: Tensor?) {
        (outputs, inputs) = (weight.shape[0], weight.lastSize)
        let packed = Tensor(uninitialized: [ck_packed_outputs(outputs), inputs])
        ck_pack_filters(weight.pointer, outputs, inputs, packed.pointer)
        let halves = ck_has_halves() != 0 ? Self.halves(packed) : nil
        weights = halves ?? packed
        areHalves = halves != nil
        self.bias = bias?.copy()
    }

    /// Two halves packed into each float, or nil if a value is not exact in half precision.
    private static func halves(_ floats: Tensor) -> Tensor? {
        let halves = HalfPrecision.halves(floats.array())
        guard HalfPrecision.floats(halves) == floats.array() else { return nil }
        let result = Tensor(uninitialized: [(floats.count + 1) / 2])
        halves.withUnsafeBytes {
            UnsafeMutableRawBufferPointer(start: result.pointer, count: $0.count).copyMemory(from: $0)
        }
        return result
    }

    /// y (rows, O) = x (rows, I) through the layer, plus residual (rows, O), then optionally max(0, .), written into
    /// the given tensor, which must be large enough.
    package func callAsFunction(
        _ x: Tensor, rows: Int, into y: Tensor, residual: Tensor? = nil, relu: Bool = false
    ) {
        precondition(x.count >= rows * inputs && y.count >= rows * outputs, "a linear layer of \(inputs) to \(outputs)")
        let unit = ck_panel()
        let units = (outputs + unit - 1) / unit
        let parts = rows * inputs * outputs < 1 << 16 ? 1 : min(units, Compute.threadCount)
        parallelParts(parts) { part in
            let first = units * part / parts * unit
            ck_linear_packed(
                x.pointer, inputs, rows, inputs, weights.pointer, areHalves ? 1 : 0,
                bias.map { UnsafePointer($0.pointer) },
                residual.map { UnsafePointer($0.pointer) }, relu ? 1 : 0, outputs, first,
                min(outputs, units * (part + 1) / parts * unit) - first, y.pointer, outputs)
        }
    }
}

/// y (rows, E) = attention of each row's query, columns 0 ..< E of `queries` (rows, any width), over its rows of
/// `memory` (any count, 2E): keys, then values. `seen` lists the memory rows visible to each query; without it every
/// query sees the first `count`.
///
/// - Returns: the weights (rows * heads, count), which sum to 1 for each head of each row.
@discardableResult
package func attendFew(
    _ queries: Tensor, rows: Int, memory: Tensor, seen: [[Int32]]?, count: Int, heads: Int, into y: Tensor
) -> Tensor {
    let (wide, size) = (queries.lastSize, memory.lastSize / 2)
    let scale = 1 / Float(size / heads).squareRoot()
    // Splits by head as well: with three beams and two threads, one thread would otherwise idle a third of the time.
    let groups = rows * count * size < 1 << 14 || heads % 2 != 0 ? 1 : 2
    let (part, step) = (heads / groups, size / groups)
    let scores = Tensor(uninitialized: [rows * heads, count])
    parallelParts(rows * groups) { index in
        let (row, group) = (index / groups, index % groups)
        let query = queries.pointer + row * wide + group * step
        let (from, to) = (memory.pointer + group * step, y.pointer + row * size + group * step)
        let kept = scores.pointer + index * part * count
        func attend(_ rows: UnsafePointer<Int32>?) {
            ck_attend_few(query, from, memory.lastSize, size, rows, count, part, size / heads, scale, kept, to)
        }
        if let seen { seen[row].withUnsafeBufferPointer { attend($0.baseAddress) } } else { attend(nil) }
    }
    return scores
}

/// Layer norm of the first `rows` rows into a tensor that is large enough; not recorded.
package func layerNorm(_ x: Tensor, rows: Int, scale: Tensor, bias: Tensor, epsilon: Float = 1e-5, into y: Tensor) {
    let moments = Tensor(uninitialized: [2 * rows])
    ck_layer_norm(
        x.pointer, scale.pointer, bias.pointer, epsilon, y.pointer, moments.pointer, moments.pointer + rows, rows,
        scale.count)
}
