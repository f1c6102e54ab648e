import Testing

@testable import NeuralNetwork

@Suite struct TransformerTests {
    @Test func `an encoder layer matches PyTorch's with norm_first`() throws {
        try checkLayer("encoder_layer") {
            TransformerEncoderLayer($0, size: 8, heads: 2, innerSize: 12, dropout: 0)
        } run: {
            $0($1[0], $2)
        }
    }

    @Test func `a decoder layer matches PyTorch's with norm_first`() throws {
        try checkLayer("decoder_layer") {
            TransformerDecoderLayer($0, size: 8, heads: 2, innerSize: 12, dropout: 0)
        } run: { layer, inputs, pass in
            layer(inputs[0], keyValues: layer.keyValues(of: inputs[1], pass), pass)
        }
    }
}
