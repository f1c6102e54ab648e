import CKernels

/// A linear layer laid out for a few rows at a time, as a search takes them: bound by reading the weights.
///
/// Weights that are all half-precision numbers, as a bundle's are, are kept as halves: half the bytes, the same numbers.
package struct PackedLinear {
    private let weights: Tensor
    private let areHalves: Bool
    private let bias: Tensor?
    package let inputs: Int
    package let outputs: Int

    /// From a weight (O, I) and a bias (O), both copied.
    package init(weight: Tensor, bias: Tensor?) {
        (outputs, inputs) = (weight.shape[0], weight.lastSize)
        let panel = ck_panel()
        let packed = Tensor(uninitialized: [(outputs + panel - 1) / panel * panel, inputs])
        ck_pack_filters(weight.pointer, outputs, inputs, packed.pointer)
        let halves = ck_has_halves() != 0 ? Self.halves(packed) : nil
        weights = halves ?? packed
        areHalves = halves != nil
        self.bias = bias?.copy()
    }

    /// Two halves in the place of each float, or nil where a number is no half.
    private static func halves(_ floats: Tensor) -> Tensor? {
        let halves = HalfPrecision.halves(floats.array())
        guard HalfPrecision.floats(halves) == floats.array() else { return nil }
        let result = Tensor(uninitialized: [(floats.count + 1) / 2])
        halves.withUnsafeBytes {
            UnsafeMutableRawBufferPointer(start: result.pointer, count: $0.count).copyMemory(from: $0)
        }
        return result
    }

    /// y (rows, O) = x (rows, I) through the layer, plus residual (rows, O), then max(0, .) where asked, into a tensor with
    /// room for it.
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

/// y (rows, E) = attention of each row's query, columns 0 ..< E of `queries` (rows, wide), to its rows of memory (anything, 2E):
/// keys, then values. `seen` has for each row the memory rows it sees; without it every row sees the first `count`.
package func attendFew(
    _ queries: Tensor, rows: Int, memory: Tensor, seen: [[Int32]]?, count: Int, heads: Int, into y: Tensor
) {
    let (wide, size) = (queries.lastSize, memory.lastSize / 2)
    let scale = 1 / Float(size / heads).squareRoot()
    // A query's heads are shared too: three beams alone would leave one of two threads idle for a third of the time.
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
}

/// Layer norm of the first `rows` rows into a tensor with room for them; not recorded.
package func layerNorm(_ x: Tensor, rows: Int, scale: Tensor, bias: Tensor, epsilon: Float = 1e-5, into y: Tensor) {
    let moments = Tensor(uninitialized: [2 * rows])
    ck_layer_norm(
        x.pointer, scale.pointer, bias.pointer, epsilon, y.pointer, moments.pointer, moments.pointer + rows, rows,
        scale.count)
}
