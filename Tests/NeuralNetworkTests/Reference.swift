import Foundation
import Tensors
import Testing

@testable import NeuralNetwork

/// Reference arrays that `Reference/make_reference.py` wrote with PyTorch.
struct Reference {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference")

    let checkpoint: Checkpoint

    init(_ file: String) throws {
        try Compute.prepare(threads: 2)
        checkpoint = try SafeTensors.read(Self.folder.appending(path: "\(file).safetensors"))
    }

    /// The array with this name.
    func values(_ name: String) throws -> CheckpointTensor {
        try #require(checkpoint.tensors[name], "the reference has no \(name)")
    }

    /// The array with this name as an operand.
    func tensor(_ name: String) throws -> Tensor {
        let found = try values(name)
        return Tensor(found.values, shape: found.shape)
    }

    /// The arrays whose names start with the prefix, with the prefix removed.
    func group(_ prefix: String) -> Checkpoint {
        let found = checkpoint.tensors.filter { $0.key.hasPrefix(prefix) }
        return Checkpoint(
            tensors: Dictionary(uniqueKeysWithValues: found.map { (String($0.key.dropFirst(prefix.count)), $0.value) }))
    }
}

/// Expects equal shapes and equal values, with a tolerance relative to the larger of 1 and the expected value.
func expectEqual(
    _ found: CheckpointTensor, _ expected: CheckpointTensor, tolerance: Float = 2e-5, _ name: String,
    location: SourceLocation = #_sourceLocation
) {
    #expect(found.shape == expected.shape, "\(name)", sourceLocation: location)
    let worst = zip(found.values, expected.values).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
    #expect(worst < tolerance, "\(name) is off by \(worst)", sourceLocation: location)
}

extension Tensor {
    var asCheckpoint: CheckpointTensor { CheckpointTensor(shape: shape, values: array()) }
}

extension ParameterStore {
    /// The accumulated gradients in PyTorch's axis order.
    var gradients: [String: CheckpointTensor] {
        Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.layout.exported($0.gradient.asCheckpoint)) })
    }
}

/// Runs one case of layers.safetensors and checks the output, every gradient, and the statistics afterwards.
func checkLayer<Layer>(
    _ name: String, isTraining: Bool = true, tolerance: Float = 2e-5, location: SourceLocation = #_sourceLocation,
    make: (ParameterScope) -> Layer, run: (Layer, [Tensor], ForwardPass) -> Tensor
) throws {
    let reference = try Reference("layers")
    let store = ParameterStore(seed: nil)
    let layer = make(store.root)
    try store.load(reference.group("\(name)/weight."))
    let tape = Tape()
    let pass = isTraining ? ForwardPass.training(seed: 1, tape: tape) : ForwardPass.evaluation(tape: tape)
    var inputs: [Tensor] = []
    while reference.checkpoint.tensors["\(name)/input\(inputs.count)"] != nil {
        inputs.append(tape.leaf(try reference.tensor("\(name)/input\(inputs.count)")))
    }
    let y = run(layer, inputs, pass)
    expectEqual(
        y.asCheckpoint, try reference.values("\(name)/output"), tolerance: tolerance, "output", location: location)
    pass.backward(sum(y * (try reference.tensor("\(name)/probe"))))
    for (index, input) in inputs.enumerated() {
        let gradient = try #require(input.gradient?.value, sourceLocation: location)
        expectEqual(
            gradient.asCheckpoint, try reference.values("\(name)/gradient.input\(index)"), tolerance: tolerance,
            "gradient of input \(index)",
            location: location)
    }
    for (parameter, gradient) in store.gradients {
        expectEqual(
            gradient, try reference.values("\(name)/gradient.\(parameter)"), tolerance: tolerance,
            "gradient of \(parameter)",
            location: location)
    }
    let statistics = store.checkpoint().tensors
    for (buffer, expected) in reference.group("\(name)/after.").tensors {
        expectEqual(try #require(statistics[buffer]), expected, buffer, location: location)
    }
}
