import CKernels
import COpenBLAS
package import OperatorErrors
import Synchronization

/// Why the compute library cannot start.
package enum ComputeError: OperatorError {
    /// OpenBLAS could not be loaded; holds the dynamic loader's message.
    case blasMissing(String)

    package var description: String {
        switch self {
        case .blasMissing(let message): "OpenBLAS could not be loaded: \(message)"
        }
    }

    package var fault: FaultKind { .misconfigured }
    package var hint: String { "Install Debian's package libopenblas0-pthread." }
}

/// Process-wide compute settings: the BLAS library and the number of threads per operation.
package enum Compute {
    private static let threads = Atomic<Int>(1)

    /// Loads OpenBLAS and sets the number of threads per operation. Call once, before the first operation.
    package static func prepare(threads count: Int) throws(ComputeError) {
        if let message = cob_load() { throw .blasMissing(String(cString: message)) }
        threads.store(max(count, 1), ordering: .relaxed)
    }

    /// Threads per operation.
    package static var threadCount: Int { threads.load(ordering: .relaxed) }

    /// Kernel variant, BLAS build and thread count, recorded in a report's provenance because they affect the last bits
    /// of results.
    package static var description: String {
        let kernels = String(cString: ck_variant())
        let core = String(cString: cob_core_name())
        return "kernels \(kernels), OpenBLAS \(core), \(threadCount) threads"
    }
}

/// Splits `count` elements over the threads as (start, length). Runs on the calling thread if a thread would get fewer
/// than `grain` elements. The split, and with it the rounding of sums, depends only on the thread count.
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

/// Runs `count` parts, each on the next free thread. The result of a part must not depend on the thread that runs it.
func parallelParts(_ count: Int, _ body: (_ part: Int) -> Void) {
    withoutActuallyEscaping(body) { body in
        // ck_share returns after every part has run, so `work` outlives its use.
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

/// A row-major matrix inside a tensor: its first element and row stride.
struct Matrix {
    let pointer: UnsafeMutablePointer<Float>
    let stride: Int
    var isTransposed = false
}

/// C (m, n) = alpha * op(A) (m, k) * op(B) (k, n) + beta * C on the calling thread; op transposes where `isTransposed`
/// is set.
func multiply(_ a: Matrix, _ b: Matrix, into c: Matrix, m: Int, n: Int, k: Int, alpha: Float = 1, beta: Float = 0) {
    if m == 1, !a.isTransposed {
        // A (1, k) is a vector, for which sgemv is three times as fast as sgemm.
        let (rows, columns) = b.isTransposed ? (n, k) : (k, n)
        cob_sgemv(!b.isTransposed, rows, columns, alpha, b.pointer, b.stride, a.pointer, beta, c.pointer)
        return
    }
    cob_sgemm(
        a.isTransposed, b.isTransposed, m, n, k, alpha, a.pointer, a.stride, b.pointer, b.stride, beta, c.pointer,
        c.stride)
}

/// `multiply` with the longer side of C split over the threads when the product is large.
func multiplyInParallel(
    _ a: Matrix, _ b: Matrix, into c: Matrix, m: Int, n: Int, k: Int, alpha: Float = 1, beta: Float = 0
) {
    let side = max(m, n)
    // Below about half a million multiplications a second thread costs more than it saves.
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
