import CKernels
import COpenBLAS
import Synchronization

/// What stops the arithmetic from starting.
package enum ComputeError: Error, CustomStringConvertible {
    /// The loader's message.
    case blasMissing(String)

    package var description: String {
        switch self {
        case .blasMissing(let message): "OpenBLAS could not be loaded: \(message). \(hint)"
        }
    }

    /// What an operator can do.
    package var hint: String { "Install Debian's package libopenblas0-pthread." }
}

/// The process-wide side of the arithmetic: the BLAS library and how many threads share an operation.
package enum Compute {
    private static let threads = Atomic<Int>(1)

    /// Loads OpenBLAS and sets how many threads an operation may use. To be called once, before the first operation.
    package static func prepare(threads count: Int) throws(ComputeError) {
        if let message = cob_load() { throw .blasMissing(String(cString: message)) }
        threads.store(max(count, 1), ordering: .relaxed)
    }

    /// Threads an operation may use.
    package static var threadCount: Int { threads.load(ordering: .relaxed) }

    /// The variant that decides the last bits of a result, for the provenance of a report.
    package static var description: String {
        let kernels = String(cString: ck_variant())
        let core = String(cString: cob_core_name())
        return "kernels \(kernels), OpenBLAS \(core), \(threadCount) threads"
    }
}

/// Splits `count` elements over the threads as (start, length); fewer than `grain` elements per thread stay on this one.
/// The split, and so the rounding of sums over it, depends on the thread count alone.
func parallel(_ count: Int, grain: Int = 1 << 15, _ body: (_ start: Int, _ length: Int) -> Void) {
    let parts = min(Compute.threadCount, count / max(grain, 1))
    guard parts > 1 else {
        if count > 0 { body(0, count) }
        return
    }
    parallelParts(parts) { part in
        let start = count * part / parts
        body(start, count * (part + 1) / parts - start)
    }
}

/// Runs `count` parts, each on the next free thread; a part's result must not depend on which thread that is.
func parallelParts(_ count: Int, _ body: (_ part: Int) -> Void) {
    withoutActuallyEscaping(body) { body in
        // The call returns when every part has run, so the box outlives its use.
        let work = Work(body)
        ck_share(count, Compute.threadCount, Unmanaged.passUnretained(work).toOpaque()) { context, part in
            guard let context else { return }
            Unmanaged<Work>.fromOpaque(context).takeUnretainedValue().body(part)
        }
        withExtendedLifetime(work) {}
    }
}

private final class Work {
    let body: (_ part: Int) -> Void

    init(_ body: @escaping (_ part: Int) -> Void) { self.body = body }
}

/// A row-major matrix inside a tensor: where it starts and how far its rows are apart.
struct Matrix {
    let pointer: UnsafeMutablePointer<Float>
    let stride: Int
    var isTransposed = false
}

/// C (m, n) = alpha * A (m, k) * B (k, n) + beta * C on this thread; A and B are transposed first where they say so.
func multiply(_ a: Matrix, _ b: Matrix, into c: Matrix, m: Int, n: Int, k: Int, alpha: Float = 1, beta: Float = 0) {
    if m == 1, !a.isTransposed {
        // A (1, k) is a vector: sgemv is three times as quick as sgemm here.
        let (rows, columns) = b.isTransposed ? (n, k) : (k, n)
        cob_sgemv(!b.isTransposed, rows, columns, alpha, b.pointer, b.stride, a.pointer, beta, c.pointer)
        return
    }
    cob_sgemm(
        a.isTransposed, b.isTransposed, m, n, k, alpha, a.pointer, a.stride, b.pointer, b.stride, beta, c.pointer,
        c.stride)
}

/// The same with the longer side of C shared by the threads when the product is large.
func multiplyInParallel(
    _ a: Matrix, _ b: Matrix, into c: Matrix, m: Int, n: Int, k: Int, alpha: Float = 1, beta: Float = 0
) {
    let side = max(m, n)
    // Below about half a million products a second thread costs more than it brings.
    let grain = max(16, (1 << 19) * side / max(m * n * k, 1))
    parallel(side, grain: grain) { start, length in
        if m >= n {
            let part = Matrix(
                pointer: a.pointer + (a.isTransposed ? start : start * a.stride), stride: a.stride,
                isTransposed: a.isTransposed)
            let out = Matrix(pointer: c.pointer + start * c.stride, stride: c.stride)
            multiply(part, b, into: out, m: length, n: n, k: k, alpha: alpha, beta: beta)
        } else {
            let part = Matrix(
                pointer: b.pointer + (b.isTransposed ? start * b.stride : start), stride: b.stride,
                isTransposed: b.isTransposed)
            let out = Matrix(pointer: c.pointer + start, stride: c.stride)
            multiply(a, part, into: out, m: m, n: length, k: k, alpha: alpha, beta: beta)
        }
    }
}
