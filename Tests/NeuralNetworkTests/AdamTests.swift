import Tensors
import Testing

@testable import NeuralNetwork

@Suite struct AdamTests {
    private func parameter(_ values: [Float], gradient: [Float]) -> Parameter {
        let parameter = Parameter(name: "x", layout: .asInMemory, value: Tensor(values, shape: [values.count]))
        parameter.gradient.assign(gradient)
        return parameter
    }

    @Test func `the first step is the decay plus the learning rate against the gradient's sign`() {
        let x = parameter([1, -2, 3], gradient: [0.5, -4, 0])
        let optimizer = Adam(groups: [.init(parameters: [x], learningRate: 0.1, weightDecay: 0.5)])
        optimizer.step()
        let expected: [Float] = [0.95 - 0.1, -1.9 + 0.1, 2.85]
        #expect(zip(x.value.array(), expected).allSatisfy { abs($0 - $1) < 1e-5 })
        optimizer.zeroGradients()
        #expect(x.gradient.array() == [0, 0, 0])
    }

    @Test func `three steps of each method match PyTorch`() throws {
        // Output of Reference/adam_reference.py.
        let reference: [(Adam.Method, [Float])] = [
            (.adam, [0.8204467, -1.7948742, 2.8439417]),
            (.amsgrad, [0.8204467, -1.7948970, 2.8439417]),
            (.adamW, [0.8280476, -1.7715224, 2.8169277]),
        ]
        let gradients: [[Float]] = [[0.5, -4, 0.1], [-0.25, 0.5, 0.3], [0.1, 0.1, -2]]
        for (method, expected) in reference {
            let x = parameter([1, -2, 3], gradient: [0, 0, 0])
            let optimizer = Adam(
                groups: [.init(parameters: [x], learningRate: 0.1, weightDecay: 0.05)], method: method)
            for gradient in gradients {
                x.gradient.assign(gradient)
                optimizer.step()
            }
            #expect(zip(x.value.array(), expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(method) \(x.value.array())")
        }
    }

    @Test func `continues from its checkpoint as if it had never stopped`() throws {
        func make() -> (Parameter, Adam) {
            let x = parameter([1, -2, 3], gradient: [0.5, -4, 0])
            return (
                x, Adam(groups: [.init(parameters: [x], learningRate: 0.1, weightDecay: 0.5)], method: .amsgrad)
            )
        }
        let (x, first) = make()
        let (y, second) = make()
        first.step()
        let saved = first.checkpoint()
        y.value.assign(x.value.array())
        try second.load(saved)
        first.step()
        second.step()
        #expect(x.value.array() == y.value.array())
        #expect(throws: CheckpointError.self) { try second.load(Checkpoint(metadata: ["steps": "1"])) }
        #expect(throws: CheckpointError.self) { try second.load(Checkpoint(tensors: saved.tensors)) }
    }
}
