import Testing

@testable import Tensors

@Suite struct UnitLengthTests {
    @Test func `gradients of unit length match finite differences`() throws {
        try checkGradients([numbers([4, 6])]) { unitLength($0[0] * 3) }
    }

    @Test func `every vector gets unit length and keeps its direction`() {
        let y = unitLength(Tensor([3, 4, -1e-4, 0], shape: [2, 2])).array()
        #expect(y == [0.6, 0.8, -1, 0])
    }

    @Test func `a zero vector stays zero and sends no gradient back`() throws {
        let tape = Tape()
        let x = tape.leaf(Tensor([0, 0, 0, 2], shape: [2, 2]))
        let y = unitLength(x)
        #expect(y.array() == [0, 0, 0, 1])
        tape.backward(from: sum(y))
        #expect(try #require(x.gradient?.value).array() == [0, 0, 0.5, 0])
    }
}
