import Testing

@testable import Tensors

@Suite struct LinearTests {
    @Test func `gradients of linear match finite differences`() throws {
        try checkGradients([numbers([2, 3, 5]), numbers([4, 5], from: 1), numbers([4], from: 2)]) {
            linear($0[0], weight: $0[1], bias: $0[2])
        }
        try checkGradients([numbers([1, 5]), numbers([4, 5], from: 1)]) { linear($0[0], weight: $0[1], bias: nil) }
    }

    @Test func `few rows give the same results as many rows`() throws {
        try Compute.prepare(threads: 2)
        let (x, weight, bias) = (numbers([8, 300]), numbers([500, 300], from: 1), numbers([500], from: 2))
        let whole = linear(x, weight: weight, bias: bias).array()
        for rows in 1...6 {
            let part = linear(x.rows(1..<1 + rows), weight: weight, bias: bias).array()
            #expect(zip(part, whole[500..<500 + rows * 500]).allSatisfy { abs($0 - $1) < 1e-4 })
        }
        #expect(abs(linear(x.rows(0..<1), weight: weight, bias: nil).array()[7] + bias.array()[7] - whole[7]) < 1e-4)
    }

    @Test(arguments: [false, true], [false, true])
    func `gradients of matmul match finite differences`(transposeA: Bool, transposeB: Bool) throws {
        let a = numbers(transposeA ? [2, 4, 3] : [2, 3, 4])
        let b = numbers(transposeB ? [2, 5, 4] : [2, 4, 5], from: 1)
        try checkGradients([a, b]) { matmul($0[0], $0[1], transposeA: transposeA, transposeB: transposeB) }
    }

    @Test func `a product split over threads equals the plain sum of products`() throws {
        try Compute.prepare(threads: 2)
        for (m, n, k) in [(301, 70, 65), (70, 301, 65)] {
            let (a, b) = (numbers([m, k]), numbers([k, n], from: 1))
            let (x, y) = (a.array(), b.array())
            let expected = (0..<m * n).map { i in
                (0..<k).reduce(0.0) { $0 + Double(x[i / n * k + $1]) * Double(y[$1 * n + i % n]) }
            }
            let found = matmul(a, b).array()
            let turned = matmul(a.transposed(), b.transposed(), transposeA: true, transposeB: true).array()
            #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 1e-4 })
            #expect(zip(turned, expected).allSatisfy { abs(Double($0) - $1) < 1e-4 })
        }
    }
}
