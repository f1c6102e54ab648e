import Tensors
import Testing

@testable import NeuralNetwork

@Suite struct Conv2dTests {
    @Test func `convolution matches PyTorch`() throws {
        try checkLayer("conv") {
            Conv2d($0, inputs: 3, outputs: 4, kernel: 3, stride: 2, padding: 1)
        } run: {
            $0($1[0], $2)
        }
        try checkLayer("pointwise") {
            Conv2d($0, inputs: 3, outputs: 4, kernel: 1)
        } run: {
            $0($1[0], $2)
        }
    }

    @Test func `batch norm matches PyTorch in training and in evaluation`() throws {
        try checkLayer("batch_norm_training") {
            BatchNorm2d($0, channels: 3)
        } run: {
            $0($1[0], $2)
        }
        try checkLayer("batch_norm_evaluation", isTraining: false) {
            BatchNorm2d($0, channels: 3)
        } run: {
            $0($1[0], $2)
        }
    }

    @Test func `pooling matches PyTorch`() throws {
        try checkLayer("max_pool") { _ in
        } run: { _, x, _ in
            maxPool2D(x[0], kernel: 3, stride: 2, padding: 1)
        }
    }
}
