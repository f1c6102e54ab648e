package import OperatorErrors
import Tensors

/// Why a checkpoint cannot be used.
package enum CheckpointError: OperatorError, Equatable {
    case unreadable(file: String, reason: String)
    case malformed(reason: String)
    case unsupportedType(tensor: String, type: String)
    case missing([String])
    case unexpected([String])
    case wrongShape(tensor: String, expected: [Int], found: [Int])

    package var description: String {
        switch self {
        case .unreadable(let file, let reason): "The checkpoint \(file) could not be read: \(reason)"
        case .malformed(let reason): "The checkpoint is not a valid safetensors file: \(reason)"
        case .unsupportedType(let tensor, let type): "The tensor \(tensor) has the unsupported type \(type)"
        case .missing(let names): "The checkpoint is missing \(names.joined(separator: ", "))"
        case .unexpected(let names):
            "The checkpoint has tensors that the network does not: \(names.joined(separator: ", "))"
        case .wrongShape(let tensor, let expected, let found):
            "The tensor \(tensor) has the shape \(found), but the network expects \(expected)"
        }
    }

    package var fault: FaultKind {
        if case .unreadable = self { .notFound } else { .malformed }
    }

    package var hint: String {
        switch self {
        case .unreadable: "Check the path and its permissions."
        case .malformed: "Copy the file again and compare its hash with the bundle's."
        case .unsupportedType: "Store the tensor as F32, F16 or BF16."
        case .missing, .unexpected, .wrongShape: "Weights and configuration must come from the same bundle."
        }
    }
}

/// One array of a checkpoint, row-major, with PyTorch's axis order.
package struct CheckpointTensor: Sendable, Equatable {
    package var shape: [Int]
    package var values: [Float]

    package init(shape: [Int], values: [Float]) {
        self.shape = shape
        self.values = values
    }
}

/// Named arrays and text metadata, the contents of a safetensors file.
package struct Checkpoint: Sendable, Equatable {
    package var tensors: [String: CheckpointTensor]
    package var metadata: [String: String]

    package init(tensors: [String: CheckpointTensor] = [:], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }
}

extension ParameterStore {
    /// A copy of all parameters and buffers.
    package func checkpoint(metadata: [String: String] = [:]) -> Checkpoint {
        var tensors: [String: CheckpointTensor] = [:]
        for (name, layout, value) in entries {
            tensors[name] = layout.exported(CheckpointTensor(shape: value.shape, values: value.array()))
        }
        return Checkpoint(tensors: tensors, metadata: metadata)
    }

    /// Sets all parameters and buffers. Names and shapes must match exactly; on an error nothing is changed.
    package func load(_ checkpoint: Checkpoint) throws(CheckpointError) {
        let entries = entries
        let missing = entries.map(\.name).filter { checkpoint.tensors[$0] == nil }
        guard missing.isEmpty else { throw .missing(missing.sorted()) }
        let unexpected = Set(checkpoint.tensors.keys).subtracting(entries.map(\.name))
        guard unexpected.isEmpty else { throw .unexpected(unexpected.sorted()) }
        for (name, layout, value) in entries {
            let expected = layout.exportedShape(value.shape)
            let found = checkpoint.tensors[name]?.shape ?? []
            guard expected == found else { throw .wrongShape(tensor: name, expected: expected, found: found) }
        }
        for (name, layout, value) in entries {
            if let tensor = checkpoint.tensors[name] { value.assign(layout.imported(tensor).values) }
        }
    }

    /// The shape of every parameter and buffer in a checkpoint.
    package var shapes: [String: [Int]] {
        Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.layout.exportedShape($0.value.shape)) })
    }

    private var entries: [(name: String, layout: CheckpointLayout, value: Tensor)] {
        parameters.map { ($0.name, $0.layout, $0.value) } + buffers.map { ($0.name, .asInMemory, $0.value) }
    }
}

extension CheckpointLayout {
    func exportedShape(_ shape: [Int]) -> [Int] {
        self == .convolution ? [shape[0], shape[3], shape[1], shape[2]] : shape
    }

    /// Converts (O, K, K, I) in memory to (O, I, K, K) in a checkpoint.
    func exported(_ tensor: CheckpointTensor) -> CheckpointTensor {
        guard self == .convolution else { return tensor }
        let shape = exportedShape(tensor.shape)
        return CheckpointTensor(shape: shape, values: exchanged(tensor.values, shape[0], shape[2] * shape[3], shape[1]))
    }

    /// Converts (O, I, K, K) in a checkpoint to (O, K, K, I) in memory.
    func imported(_ tensor: CheckpointTensor) -> CheckpointTensor {
        guard self == .convolution else { return tensor }
        let shape = tensor.shape
        return CheckpointTensor(
            shape: [shape[0], shape[2], shape[3], shape[1]],
            values: exchanged(tensor.values, shape[0], shape[1], shape[2] * shape[3]))
    }

    /// Transposes (n, a, b) to (n, b, a).
    private func exchanged(_ values: [Float], _ n: Int, _ a: Int, _ b: Int) -> [Float] {
        Tensor(values, shape: [n, a, b]).transposed().array()
    }
}
