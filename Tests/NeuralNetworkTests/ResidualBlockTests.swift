import Testing

@testable import NeuralNetwork

@Suite struct ResidualBlockTests {
    @Test func `a bottleneck block matches PyTorch, with and without a convolution in the shortcut`() throws {
        try checkLayer("bottleneck") {
            Bottleneck($0, inputs: 5, width: 3, stride: 2)
        } run: {
            $0($1[0], $2)
        }
        try checkLayer("bottleneck_plain") {
            Bottleneck($0, inputs: 8, width: 2, stride: 1)
        } run: {
            $0($1[0], $2)
        }
    }
}
