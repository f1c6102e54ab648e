import Testing

@testable import Tensors

@Suite struct ElementwiseTests {
    @Test func `gradients of sum, product and scaling match finite differences`() throws {
        try checkGradients([numbers([3, 5]), numbers([3, 5], from: 1)]) { ($0[0] + $0[1]) * $0[1] * 0.7 }
    }

    @Test func `a tensor used twice gets both gradients`() throws {
        try checkGradients([numbers([4])]) { x in
            let y = x[0] * 2
            return y + y + x[0] * y
        }
    }

    @Test func `a row added to every row accumulates the gradients of all`() throws {
        try checkGradients([numbers([2, 3, 4]), numbers([4], from: 2)]) { addRow($0[0], $0[1]) }
        try checkGradients([numbers([2, 3, 4]), numbers([3, 4], from: 2)]) { addRow($0[0], $0[1]) }
    }

    @Test func `the rectifier passes only the gradients of positive inputs`() throws {
        try checkGradients([numbers([5, 7])], step: 1e-4, tolerance: 1e-2) { relu($0[0]) }
    }

    @Test func `dropout keeps and scales the expected share, and its gradient has the same mask`() throws {
        let ones = Tensor([Float](repeating: 1, count: 100_000), shape: [100_000])
        let kept = dropout(ones, probability: 0.3, seed: 4).array()
        let share = Double(kept.count { $0 != 0 }) / 100_000
        #expect(abs(share - 0.7) < 0.01)
        #expect(kept.allSatisfy { $0 == 0 || abs($0 - 1 / 0.7) < 1e-5 })
        #expect(dropout(ones, probability: 0.3, seed: 4).array() == kept)
        #expect(dropout(ones, probability: 0.3, seed: 5).array() != kept)
        try checkGradients([numbers([6, 6])]) { dropout($0[0], probability: 0.5, seed: 9) }
    }
}
