package import NeuralNetwork
package import OperatorErrors

/// Why a weights file cannot be imported as a trunk.
package enum TrunkImportError: OperatorError, Equatable {
    case unreadable(CheckpointError)
    /// The file has no ResNet tensors, or those of several trunks.
    case noTrunk(path: String, prefixes: [String])
    /// A residual network other than the four supported ones.
    case unknownKind(path: String, block: ResNetBlock, blocks: [Int])
    /// At most the first twenty faults, and how many there are.
    case wrongTensors(path: String, kind: String, faults: [String], count: Int)
    /// Three channels were requested for a trunk that reads one.
    case tooFewChannels(path: String)
    case cannotWrite(path: String, reason: String)

    package var description: String {
        switch self {
        case .unreadable(let error): "\(error)"
        case .noTrunk(let path, let prefixes):
            prefixes.isEmpty
                ? "\(path) has no layer1.0.conv1.weight"
                : "\(path) has several trunks, under \(prefixes.joined(separator: ", "))"
        case .unknownKind(let path, let block, let blocks):
            "\(path) has \(block.rawValue) blocks \(blocks), which is not ResNet-18, -34, -50 or -101"
        case .wrongTensors(let path, let kind, let faults, let count):
            "\(path) looks like \(kind) but \(count) tensors differ: " + faults.joined(separator: "; ")
        case .tooFewChannels(let path): "the first filters of \(path) read only one channel"
        case .cannotWrite(let path, let reason): "\(path) could not be written: \(reason)"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .unreadable(let error): error.fault
        case .noTrunk, .unknownKind, .wrongTensors, .tooFewChannels: .malformed
        case .cannotWrite: .outOfResources
        }
    }

    package var hint: String {
        switch self {
        case .unreadable: "Save the weights as safetensors; docs/data.md shows how to convert a .pth file."
        case .noTrunk, .unknownKind, .wrongTensors:
            "Use the weights of a plain ResNet with the names of torchvision, timm or R2Gen."
        case .tooFewChannels: "Import the trunk with --channels 1."
        case .cannotWrite: "Check the path and its permissions."
        }
    }
}
