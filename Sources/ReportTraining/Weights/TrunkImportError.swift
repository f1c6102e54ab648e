package import NeuralNetwork

/// Why a weights file is no trunk.
package enum TrunkImportError: Error, Equatable, CustomStringConvertible {
    case unreadable(CheckpointError)
    /// No tensor, or tensors of several trunks, are named as a ResNet's.
    case noTrunk(path: String, prefixes: [String])
    /// A residual network, but none of the four that are known.
    case unknownKind(path: String, block: ResNetBlock, blocks: [Int])
    /// At most the first twenty, and how many there are.
    case wrongTensors(path: String, kind: String, faults: [String], count: Int)
    /// Three channels asked of a trunk that reads one.
    case tooFewChannels(path: String)
    case cannotWrite(path: String, reason: String)

    package var description: String {
        switch self {
        case .unreadable(let error): "\(error)"
        case .noTrunk(let path, let prefixes):
            prefixes.isEmpty
                ? "\(path) has no layer1.0.conv1.weight"
                : "\(path) has trunks under \(prefixes.joined(separator: ", "))"
        case .unknownKind(let path, let block, let blocks):
            "\(path) has \(block.rawValue) blocks \(blocks), which is none of ResNet-18, -34, -50 and -101"
        case .wrongTensors(let path, let kind, let faults, let count):
            "\(path) looks like \(kind) but \(count) tensors differ: " + faults.joined(separator: "; ")
        case .tooFewChannels(let path): "the first filters of \(path) read one channel"
        case .cannotWrite(let path, let reason): "\(path) cannot be written: \(reason)"
        }
    }

    /// What the operator can do.
    package var hint: String {
        switch self {
        case .unreadable: "Save the weights as safetensors; docs/data.md shows how to make one of a .pth file."
        case .noTrunk, .unknownKind, .wrongTensors:
            "Give the weights of a plain ResNet as torchvision, timm or R2Gen name them."
        case .tooFewChannels: "Import it with --channels 1."
        case .cannotWrite: "Check the path and its permissions."
        }
    }
}
