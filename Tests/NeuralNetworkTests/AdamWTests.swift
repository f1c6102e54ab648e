import Tensors
import Testing

@testable import NeuralNetwork

@Suite struct AdamWTests {
    private func parameter(_ values: [Float], gradient: [Float]) -> Parameter {
        let parameter = Parameter(name: "x", layout: .asInMemory, value: Tensor(values, shape: [values.count]))
        parameter.gradient.assign(gradient)
        return parameter
    }

    @Test func `the first step is the learning rate against the gradient's sign, after the decay`() {
        let x = parameter([1, -2, 3], gradient: [0.5, -4, 0])
        let optimizer = AdamW(groups: [.init(parameters: [x], learningRate: 0.1, weightDecay: 0.5)])
        optimizer.step()
        let expected: [Float] = [0.95 - 0.1, -1.9 + 0.1, 2.85]
        #expect(zip(x.value.array(), expected).allSatisfy { abs($0 - $1) < 1e-5 })
        optimizer.zeroGradients()
        #expect(x.gradient.array() == [0, 0, 0])
    }

    @Test func `clipping scales to the limit, and only what is above it`() {
        let (x, y) = (parameter([0, 0], gradient: [3, 0]), parameter([0], gradient: [4]))
        #expect(clipGradientNorm([x, y], to: 10) == 5)
        #expect(x.gradient.array() == [3, 0])
        #expect(clipGradientNorm([x, y], to: 1) == 5)
        #expect(abs(x.gradient.array()[0] - 0.6) < 1e-6 && abs(y.gradient.array()[0] - 0.8) < 1e-6)
        y.gradient.assign([.nan])
        #expect(clipGradientNorm([x, y], to: 0.1).isNaN)
        #expect(abs(x.gradient.array()[0] - 0.6) < 1e-6)
    }

    @Test func `the schedule rises in a line and falls along a cosine`() {
        let schedule = WarmUpCosineSchedule(warmUpSteps: 4, totalSteps: 12, floor: 0.1)
        #expect([0, 1, 3].map(schedule.factor) == [0.25, 0.5, 1])
        #expect(schedule.factor(at: 4) == 1)
        #expect(abs(schedule.factor(at: 8) - 0.55) < 1e-6)
        #expect(abs(schedule.factor(at: 12) - 0.1) < 1e-6)
        #expect(abs(schedule.factor(at: 50) - 0.1) < 1e-6)
    }
}
