package import NeuralNetwork

/// What an imported trunk is: the content of `trunk.json`.
package struct TrunkSettings: Codable, Sendable, Equatable {
    /// resnet18, resnet34, resnet50 or resnet101.
    package let kind: String
    package let block: ResNetBlock
    package let stem: ResNetStem
    package let widths: [Int]
    package let blocks: [Int]
    /// Channels of the pictures it reads, 1 or 3.
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

    /// Every tensor of such a trunk with its shape, by torchvision's names (He et al. 2016; strides as in torchvision).
    var shapes: [String: [Int]] {
        var shapes: [String: [Int]] = [:]
        func convolution(_ name: String, _ outputs: Int, _ inputs: Int, _ kernel: Int) {
            shapes[name + ".weight"] = [outputs, inputs, kernel, kernel]
        }
        func norm(_ name: String, _ channels: Int) {
            for part in ["weight", "bias", "running_mean", "running_var"] { shapes["\(name).\(part)"] = [channels] }
        }
        convolution("conv1", widths.first ?? 0, channels, 7)
        norm("bn1", widths.first ?? 0)
        var inputs = widths.first ?? 0
        for (stage, (width, count)) in zip(widths, blocks).enumerated() {
            let outputs = width * block.expansion
            for index in 0..<count {
                let name = "layer\(stage + 1).\(index)"
                let sizes =
                    block == .basic
                    ? [(width, inputs, 3), (width, width, 3)]
                    : [(width, inputs, 1), (width, width, 3), (outputs, width, 1)]
                for (number, size) in sizes.enumerated() {
                    convolution("\(name).conv\(number + 1)", size.0, size.1, size.2)
                    norm("\(name).bn\(number + 1)", size.0)
                }
                if index == 0 && (stage > 0 || inputs != outputs) {
                    convolution("\(name).downsample.0", outputs, inputs, 1)
                    norm("\(name).downsample.1", outputs)
                }
                inputs = outputs
            }
        }
        return shapes
    }

    /// What in a file does not belong to such a trunk or is missing, one line each.
    func faults(in tensors: [String: CheckpointTensor]) -> [String] {
        let shapes = shapes
        let missing = shapes.filter { tensors[$0.key] == nil }.map { "\($0.key) \($0.value) is missing" }
        let others = tensors.compactMap { name, tensor in
            guard let shape = shapes[name] else { return "\(name) \(tensor.shape) is not expected" }
            if tensor.shape != shape { return "\(name) is \(tensor.shape), not \(shape)" }
            return isFinite(tensor.values) ? nil : "\(name) holds a value that is no number"
        }
        return missing.sorted() + others.sorted()
    }

    // Nought times a finite number is nought, and the sum shows any other.
    private func isFinite(_ values: [Float]) -> Bool {
        values.withUnsafeBufferPointer { values in
            var (sum, index): (Float, Int) = (0, 0)
            while index < values.count {
                sum += values[index] * 0
                index += 1
            }
            return sum == 0
        }
    }
}
