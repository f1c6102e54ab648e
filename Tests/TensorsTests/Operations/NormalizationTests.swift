import Testing

@testable import Tensors

@Suite struct NormalizationTests {
    private func statistics(_ channels: Int) -> RunningStatistics {
        RunningStatistics(
            mean: numbers([channels], from: 8),
            variance: Tensor((0..<channels).map { 0.5 + Float($0) }, shape: [channels]))
    }

    @Test func `gradients of layer norm match finite differences`() throws {
        try checkGradients([numbers([2, 3, 7]), numbers([7], from: 1), numbers([7], from: 2)]) {
            layerNorm($0[0], scale: $0[1], bias: $0[2])
        }
    }

    @Test(arguments: [true, false], [true, false])
    func `gradients of batch norm match finite differences`(isTraining: Bool, relu: Bool) throws {
        try checkGradients(
            [numbers([2, 3, 3, 4]), numbers([4], from: 1), numbers([4], from: 2), numbers([2, 3, 3, 4], from: 3)],
            step: relu ? 1e-3 : 1e-2, tolerance: relu ? 2e-2 : 2e-3
        ) {
            batchNorm(
                $0[0], scale: $0[1], bias: $0[2], running: statistics(4), isTraining: isTraining, residual: $0[3],
                relu: relu)
        }
    }

    @Test func `gradients of batch norm without residual match finite differences`() throws {
        try checkGradients([numbers([5, 70]), numbers([70], from: 1), numbers([70], from: 2)]) {
            batchNorm($0[0], scale: $0[1], bias: $0[2], running: statistics(70), isTraining: true)
        }
    }

    @Test func `batch statistics stay accurate with a mean far from zero and many rows`() throws {
        try Compute.prepare(threads: 2)
        let rows = 70_000
        let x = Tensor((0..<rows).map { 1000 + ($0 % 2 == 0 ? 0.5 : -0.5) }, shape: [rows, 1])
        let running = RunningStatistics(mean: Tensor(shape: [1]), variance: Tensor([1], shape: [1]))
        let one = Tensor([1], shape: [1])
        let y = batchNorm(x, scale: one, bias: Tensor(shape: [1]), running: running, isTraining: true).array()
        #expect(y.prefix(100).allSatisfy { abs(abs($0) - 1) < 1e-3 })
        #expect(abs(running.mean.scalar - 100) < 1e-3)
        #expect(abs(running.variance.scalar - 0.925) < 1e-3)
    }
}
