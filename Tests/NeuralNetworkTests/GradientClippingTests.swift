import Tensors
import Testing

@testable import NeuralNetwork

@Suite struct GradientClippingTests {
    private func parameter(_ values: [Float], gradient: [Float]) -> Parameter {
        let parameter = Parameter(name: "x", layout: .asInMemory, value: Tensor(values, shape: [values.count]))
        parameter.gradient.assign(gradient)
        return parameter
    }

    @Test func `clipping scales only gradients above the limit, and to the limit`() {
        let (x, y) = (parameter([0, 0], gradient: [3, 0]), parameter([0], gradient: [4]))
        #expect(clipGradientNorm([x, y], to: 10) == 5)
        #expect(x.gradient.array() == [3, 0])
        #expect(clipGradientNorm([x, y], to: 1) == 5)
        #expect(abs(x.gradient.array()[0] - 0.6) < 1e-6 && abs(y.gradient.array()[0] - 0.8) < 1e-6)
        y.gradient.assign([.nan])
        #expect(clipGradientNorm([x, y], to: 0.1).isNaN)
        #expect(abs(x.gradient.array()[0] - 0.6) < 1e-6)
    }

    @Test func `clipping by value clamps each element separately`() {
        let x = parameter([0, 0, 0], gradient: [3, -0.05, -4])
        #expect(GradientClipping.value(limit: 0.1)([x]) > 4.9)
        #expect(x.gradient.array() == [0.1, -0.05, -0.1])
        x.gradient.assign([.nan, 0, 0])
        #expect(GradientClipping.value(limit: 0.1)([x]).isNaN)
        #expect(x.gradient.array()[0].isNaN)
    }
}
