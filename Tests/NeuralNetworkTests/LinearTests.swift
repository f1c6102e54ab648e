import Tensors
import Testing

@testable import NeuralNetwork

@Suite struct LinearTests {
    @Test func `linear is PyTorch's`() throws {
        try checkLayer("linear") {
            Linear($0, inputs: 5, outputs: 3)
        } run: {
            $0($1[0], $2)
        }
    }

    @Test func `layer norm is PyTorch's`() throws {
        try checkLayer("layer_norm") {
            LayerNorm($0, size: 6)
        } run: {
            $0($1[0], $2)
        }
    }
}
