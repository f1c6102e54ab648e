import NeuralNetwork
import Testing

@testable import ReportGeneration

struct PrincipalGaussianTests {
    /// Numbers with standard deviations 4, 2, 1, 1, 1, 1 along rotated axes.
    private func sample(_ count: Int) -> [[Float]] {
        var generator = RandomGenerator(seed: 3)
        return (0..<count).map { _ in
            let z = generator.normals(6, deviation: 1)
            let (a, b) = (z[0] * 4, z[1] * 2)
            return [0.6 * a - 0.8 * b + 5, 0.8 * a + 0.6 * b, z[2], z[3], z[4], z[5]]
        }
    }

    @Test func `finds the axes, their variances and the residual variance`() throws {
        try ReportGenerator.prepare(threads: 1)
        let gaussian = PrincipalGaussian(fitting: sample(4000), axisCount: 2)
        #expect(abs(gaussian.mean[0] - 5) < 0.3)
        #expect(abs(gaussian.variances[0] - 16) < 1 && abs(gaussian.variances[1] - 4) < 0.4)
        #expect(abs(gaussian.residual - 1) < 0.05)
        let first = gaussian.axes[0]
        #expect(abs(abs(first[0]) - 0.6) < 0.03 && abs(abs(first[1]) - 0.8) < 0.03 && first[0] * first[1] > 0)
    }

    @Test func `distances are Mahalanobis distances`() throws {
        let gaussian = PrincipalGaussian(
            mean: [1, 0, 0], axes: [[0, 1, 0]], variances: [4], residual: 0.25)
        #expect(gaussian.squaredDistance(of: [1, 0, 0]) == 0)
        #expect(gaussian.squaredDistance(of: [1, 2, 0]) == 1)
        #expect(gaussian.squaredDistance(of: [2, 0, 0]) == 4)
        #expect(gaussian.squaredDistance(of: [2, 2, 0.5]) == 6)
    }

    @Test func `the mean squared distance is the number of dimensions`() throws {
        try ReportGenerator.prepare(threads: 1)
        let vectors = sample(4000)
        let gaussian = PrincipalGaussian(fitting: vectors, axisCount: 2)
        let mean = vectors.reduce(0) { $0 + gaussian.squaredDistance(of: $1) } / 4000
        #expect(abs(mean - 6) < 0.05)
    }

    @Test func `identical vectors give a large but finite distance to any other`() throws {
        try ReportGenerator.prepare(threads: 1)
        let gaussian = PrincipalGaussian(fitting: [[1, 2], [1, 2], [1, 2]], axisCount: 4)
        #expect(gaussian.squaredDistance(of: [1, 2]) == 0)
        #expect(gaussian.squaredDistance(of: [1, 3]) > 1e20)
    }
}
