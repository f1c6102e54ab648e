import Testing

@testable import NeuralNetwork

@Suite struct ParameterTests {
    private func store(_ seed: UInt64?, extra: Bool = false) -> ParameterStore {
        let store = ParameterStore(seed: seed)
        if extra { _ = Linear(store.root("first"), inputs: 3, outputs: 3) }
        _ = Linear(store.root("layers")("0"), inputs: 4, outputs: 5)
        _ = Conv2d(store.root("conv"), inputs: 2, outputs: 8, kernel: 3)
        return store
    }

    @Test func `the same seed gives the same weights and another seed different ones`() {
        #expect(store(1).checkpoint() == store(1).checkpoint())
        #expect(store(1).checkpoint() != store(2).checkpoint())
    }

    @Test func `a layer's weights do not depend on other layers`() {
        let (alone, beside) = (store(1).checkpoint().tensors, store(1, extra: true).checkpoint().tensors)
        #expect(alone["layers.0.weight"] == beside["layers.0.weight"])
    }

    @Test func `initial weights have the spread of their initialisation`() throws {
        let wide = ParameterStore(seed: 3)
        _ = Linear(wide.root("linear"), inputs: 100, outputs: 200)
        _ = Conv2d(wide.root("conv"), inputs: 30, outputs: 60, kernel: 3)
        let linear = try #require(wide.checkpoint().tensors["linear.weight"]).values
        #expect(linear.allSatisfy { abs($0) <= (6.0 / 300 as Float).squareRoot() })
        let conv = try #require(wide.checkpoint().tensors["conv.weight"]).values
        let variance = conv.reduce(0) { $0 + $1 * $1 } / Float(conv.count)
        #expect(abs(variance * 270 - 1) < 0.05)
    }
}
