package import NeuralNetwork
import Tensors

/// Describes an imported trunk; the content of `trunk.json`.
package struct TrunkSettings: Codable, Sendable, Equatable {
    /// resnet18, resnet34, resnet50 or resnet101.
    package let kind: String
    package let block: ResNetBlock
    package let stem: ResNetStem
    package let widths: [Int]
    package let blocks: [Int]
    /// Number of input channels, 1 or 3.
    package let channels: Int
    /// SHA-256 of the file the weights came from, 64 lower-case hexadecimal digits.
    package let sourceSHA256: String

    static let kinds: [(name: String, shape: ResNetShape)] = [
        ("resnet18", .resNet18), ("resnet34", .resNet34), ("resnet50", .resNet50), ("resnet101", .resNet101),
    ]

    init(kind: String, shape: ResNetShape, channels: Int, sourceSHA256: String) {
        self.kind = kind
        block = shape.block
        stem = .imageNet
        widths = shape.widths
        blocks = shape.blocks
        self.channels = channels
        self.sourceSHA256 = sourceSHA256
    }

    /// The name, as in torchvision, and shape of every tensor of such a trunk.
    var shapes: [String: [Int]] {
        let store = ParameterStore(seed: nil)
        _ = ResNet(store.root, channels: channels, stem: stem, block: block, widths: widths, blocks: blocks)
        return store.shapes
    }

    /// Tensors that are missing, unexpected or of another shape for such a trunk, one line each.
    func faults(in tensors: [String: CheckpointTensor]) -> [String] {
        let shapes = shapes
        let missing = shapes.filter { tensors[$0.key] == nil }.map { "\($0.key) \($0.value) is missing" }
        let others = tensors.compactMap { name, tensor in
            guard let shape = shapes[name] else { return "\(name) \(tensor.shape) is not expected" }
            if tensor.shape != shape { return "\(name) is \(tensor.shape), not \(shape)" }
            let squares = Tensor(tensor.values, shape: [tensor.values.count]).squaredNorm
            return squares.isFinite ? nil : "\(name) holds a value that is not a finite number"
        }
        return missing.sorted() + others.sorted()
    }
}
