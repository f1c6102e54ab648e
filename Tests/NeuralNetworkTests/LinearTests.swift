import Tensors
import Testing

@testable import NeuralNetwork

@Suite struct LinearTests {
    @Test func `linear matches PyTorch`() throws {
        try checkLayer("linear") {
            Linear($0, inputs: 5, outputs: 3)
        } run: {
            $0($1[0], $2)
        }
    }

    @Test func `layer norm matches PyTorch`() throws {
        try checkLayer("layer_norm") {
            LayerNorm($0, size: 6)
        } run: {
            $0($1[0], $2)
        }
    }
}
