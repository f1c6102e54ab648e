import NeuralNetwork
import Tensors

/// A normal distribution fitted to few high-dimensional vectors: the principal axes have their own variances, and all
/// other directions share one (probabilistic PCA, Tipping and Bishop 1999). This shrinks the covariance and makes it
/// invertible.
struct PrincipalGaussian: Sendable, Equatable {
    /// Mean (D values).
    let mean: [Float]
    /// K orthonormal rows of D values.
    let axes: [[Float]]
    /// K variances along the axes.
    let variances: [Float]
    /// Variance in every direction orthogonal to the axes.
    let residual: Float

    /// Squared Mahalanobis distance from the mean; its expectation is D.
    func squaredDistance(of vector: [Float]) -> Double {
        precondition(vector.count == mean.count, "\(vector.count) values, but the distribution has \(mean.count)")
        let centred = zip(vector, mean).map { $0 - $1 }
        var rest = centred.reduce(0.0) { $0 + Double($1) * Double($1) }
        var distance = 0.0
        for (axis, variance) in zip(axes, variances) {
            let along = zip(centred, axis).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            distance += along * along / Double(variance)
            rest -= along * along
        }
        return distance + max(rest, 0) / Double(residual)
    }
}

extension PrincipalGaussian {
    /// Lower bound of each variance, as a share of the mean variance.
    private static let leastShare: Float = 1e-3
    private static let iterations = 60

    /// Fits to vectors of equal length; requires `ReportGenerator.prepare`.
    ///
    /// - Parameter axisCount: maximum number of axes; fewer if there are fewer vectors.
    init(fitting vectors: [[Float]], axisCount: Int) {
        let (count, width) = (vectors.count, vectors.first?.count ?? 0)
        precondition(count > 0 && width > 0, "a distribution cannot be fitted to no vectors")
        var mean = [Float](repeating: 0, count: width)
        for vector in vectors { for index in 0..<width { mean[index] += vector[index] / Float(count) } }
        let centred = Tensor(vectors.flatMap { zip($0, mean).map { $0 - $1 } }, shape: [count, width])
        let total = centred.array().reduce(0.0) { $0 + Double($1) * Double($1) } / Double(count)
        let least = max(Float(total / Double(width)) * Self.leastShare, .leastNormalMagnitude * 1e6)

        let axes = Self.axes(of: centred, count: max(0, min(axisCount, count - 1, width - 1)))
        let variances = axes.map { axis in
            let along = matmul(centred, Tensor(axis, shape: [width, 1])).array()
            return max(along.reduce(0) { $0 + $1 * $1 } / Float(count), least)
        }
        let rest = total - variances.reduce(0.0) { $0 + Double($1) }
        self.init(
            mean: mean, axes: axes, variances: variances,
            residual: max(Float(rest / Double(width - axes.count)), least))
    }

    /// Orthogonal iteration. Axes with nearly equal variances may come out rotated among themselves, which changes no
    /// distance.
    private static func axes(of centred: Tensor, count: Int) -> [[Float]] {
        let width = centred.lastSize
        var generator = RandomGenerator(seed: 1, name: "axes")
        var axes = orthonormal((0..<count).map { _ in generator.normals(width, deviation: 1) })
        for _ in 0..<iterations where count > 0 {
            let basis = Tensor(axes.flatMap { $0 }, shape: [count, width])
            let along = matmul(centred, basis, transposeB: true)
            let next = matmul(along, centred, transposeA: true).array()
            axes = orthonormal((0..<count).map { Array(next[$0 * width..<($0 + 1) * width]) })
        }
        return axes
    }

    /// Gram-Schmidt, applied twice for accuracy; a vector in the span of the earlier ones becomes zero and has no
    /// effect.
    private static func orthonormal(_ vectors: [[Float]]) -> [[Float]] {
        var result: [[Float]] = []
        for vector in vectors {
            let start = length(of: vector)
            var rest = vector
            for _ in 0..<2 {
                for axis in result {
                    let along = zip(rest, axis).reduce(Float(0)) { $0 + $1.0 * $1.1 }
                    for index in rest.indices { rest[index] -= along * axis[index] }
                }
            }
            let length = length(of: rest)
            result.append(length > start * 1e-5 ? rest.map { $0 / length } : rest.map { _ in 0 })
        }
        return result
    }

    private static func length(of vector: [Float]) -> Float { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
