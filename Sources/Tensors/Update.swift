import CKernels

/// In-place updates for arrays an optimiser owns: parameters, gradients, moments.
extension Tensor {
    /// Sets every element to the value.
    package func fill(_ value: Float) {
        withExtendedLifetime(storage) { ck_fill(pointer, value, count) }
    }

    /// Multiplies every element by the factor.
    package func scale(by factor: Float) {
        withExtendedLifetime(storage) { ck_scale(pointer, factor, pointer, count) }
    }

    /// Clamps every element to -limit ... limit.
    package func clamp(to limit: Float) {
        withExtendedLifetime(storage) { ck_clamp(pointer, limit, count) }
    }

    /// Replaces the elements by the values.
    package func assign(_ values: [Float]) {
        precondition(values.count == count, "\(values.count) values for the shape \(shape)")
        withExtendedLifetime(storage) { pointer.update(from: values, count: count) }
    }
}

extension Tensor {
    /// Overwrites entries of the first axis, from `row` on, with those of the other tensor, whose other axes must
    /// match.
    package func assign(_ rows: Tensor, from row: Int) {
        let place = self.rows(row..<row + rows.shape[0])
        precondition(place.count == rows.count, "\(rows.shape) does not fit into \(shape)")
        withExtendedLifetime((storage, rows)) { place.pointer.update(from: rows.pointer, count: rows.count) }
    }
}

/// One AdamW step for one parameter, in PyTorch's order: decay, moments, step. The bias corrections are 1 - beta^t
/// after t steps.
package func adamW(
    _ value: Tensor, gradient: Tensor, first: Tensor, second: Tensor, rate: Float, decay: Float, beta1: Float,
    beta2: Float,
    epsilon: Float, correction1: Float, correction2: Float
) {
    parallel(value.count) { start, count in
        ck_adamw(
            value.pointer + start, gradient.pointer + start, first.pointer + start, second.pointer + start, count, rate,
            decay, beta1, beta2, epsilon, correction1, correction2)
    }
}

/// One Adam step for one parameter with L2 weight decay in the gradient; with `largest`, an AMSGrad step.
package func adam(
    _ value: Tensor, gradient: Tensor, first: Tensor, second: Tensor, largest: Tensor?, rate: Float, decay: Float,
    beta1: Float, beta2: Float, epsilon: Float, correction1: Float, correction2: Float
) {
    parallel(value.count) { start, count in
        ck_adam(
            value.pointer + start, gradient.pointer + start, first.pointer + start, second.pointer + start,
            largest.map { $0.pointer + start }, count, rate, decay, beta1, beta2, epsilon, correction1, correction2)
    }
}

/// Conversion between IEEE half precision and floats (round to nearest, ties to even).
package enum HalfPrecision {
    package static func floats(_ halves: [UInt16]) -> [Float] {
        [Float](unsafeUninitializedCapacity: halves.count) { buffer, count in
            if let base = buffer.baseAddress { ck_half_to_float(halves, base, halves.count) }
            count = halves.count
        }
    }

    package static func halves(_ floats: [Float]) -> [UInt16] {
        [UInt16](unsafeUninitializedCapacity: floats.count) { buffer, count in
            if let base = buffer.baseAddress { ck_float_to_half(floats, base, floats.count) }
            count = floats.count
        }
    }
}
