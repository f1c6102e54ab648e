import Testing

@testable import Tensors

@Suite struct PackedLinearTests {
    /// Rows, inputs, outputs; mostly not multiples of a panel or of a tile's height.
    @Test(arguments: [(1, 7, 5), (3, 64, 100), (5, 130, 33), (7, 65, 96), (9, 512, 512)])
    func `the packed layer matches the linear layer, for floats and halves`(rows: Int, inputs: Int, outputs: Int) throws
    {
        try Compute.prepare(threads: 2)
        let x = numbers([rows, inputs])
        let weight = numbers([outputs, inputs], from: 1)
        let halves = Tensor(HalfPrecision.floats(HalfPrecision.halves(weight.array())), shape: weight.shape)
        let (bias, residual) = (numbers([outputs], from: 2), numbers([rows, outputs], from: 3))
        for weight in [weight, halves] {
            let expected = relu(linear(x, weight: weight, bias: bias) + residual).array()
            let y = Tensor(shape: [rows + 1, outputs])
            PackedLinear(weight: weight, bias: bias)(x, rows: rows, into: y, residual: residual, relu: true)
            let found = y.array()
            #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 * max(1, abs($1)) })
            #expect(found[(rows * outputs)...].allSatisfy { $0 == 0 })
            let inPlace = residual.copy()
            PackedLinear(weight: weight, bias: bias)(x, rows: rows, into: inPlace, residual: inPlace, relu: true)
            #expect(inPlace.array() == Array(found[..<(rows * outputs)]))
        }
    }

    @Test func `attention of single queries matches attention over the visible rows`() throws {
        try Compute.prepare(threads: 2)
        let (size, heads) = (32, 4)
        let (queries, memory) = (numbers([2, size]), numbers([9, 2 * size], from: 1))
        let places: [[Int32]] = [[0, 3, 8, 5], [1, 3, 2, 5]]
        let y = Tensor(shape: [2, size])
        attendFew(queries, rows: 2, memory: memory, seen: places, count: 4, heads: heads, into: y)
        for (index, rows) in places.enumerated() {
            let seen = concatenated(rows.map { memory.rows(Int($0)..<Int($0) + 1) }).reshaped([1, 4, 2 * size])
            let expected = attention(
                queries: AttentionOperand(queries.rows(index..<index + 1).reshaped([1, 1, size])),
                keys: AttentionOperand(seen), values: AttentionOperand(seen, column: size), heads: heads,
                hiddenSize: size, isCausal: false)
            let found = y.rows(index..<index + 1).array()
            #expect(zip(found, expected.array()).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }
}
