package import Foundation
import NeuralNetwork
import ReportGeneration

/// Weights of a published ResNet, converted to a trunk to train from.
package struct TrunkImport: Sendable {
    package let trunk: ImportedTrunk
    /// Prefix of the trunk's names in the file; often empty.
    package let prefix: String
    /// Names of the tensors left out: the classifier and anything else that is not part of the trunk.
    package let dropped: [String]

    /// Reads a safetensors file with torchvision's names, which timm's plain ResNets share, under any prefix, or with
    /// R2Gen's numbers in place of the names (`visual_extractor.model.4.0.conv1.weight`).
    ///
    /// For one channel the first filters are summed over their input channels: a greyscale picture then gives the same
    /// result as three equal channels would, if all three were normalised alike. `num_batches_tracked` is ignored.
    ///
    /// Throws `TrunkImportError`.
    package init(weights url: URL, channels: Int) throws(TrunkImportError) {
        let path = url.lastPathComponent
        let (tensors, hash): ([String: CheckpointTensor], String)
        do {
            let bytes = try Data(contentsOf: url)
            hash = ModelBundle.hash(bytes)
            tensors = try SafeTensors.parse(bytes, ignoring: { $0.hasSuffix("num_batches_tracked") }).tensors
        } catch let error as CheckpointError {
            throw .unreadable(error)
        } catch {
            throw .unreadable(.unreadable(file: path, reason: error.localizedDescription))
        }
        try self.init(tensors, path: path, sourceSHA256: hash, channels: channels)
    }

    init(
        _ stored: [String: CheckpointTensor], path: String, sourceSHA256 hash: String, channels: Int
    ) throws(TrunkImportError) {
        let all = Set(stored.keys)
        prefix = try Self.prefix(of: all, path: path)
        var tensors = Self.named(stored, below: prefix)
        for name in ["fc.weight", "fc.bias"] { tensors[name] = nil }

        let (kind, shape) = try Self.kind(of: Set(tensors.keys), path: path)
        let found = tensors["conv1.weight"]?.shape.dropFirst().first == 1 ? 1 : 3
        let source = TrunkSettings(kind: kind, shape: shape, channels: found, sourceSHA256: hash)
        let faults = source.faults(in: tensors)
        guard faults.isEmpty else {
            throw .wrongTensors(path: path, kind: kind, faults: Array(faults.prefix(20)), count: faults.count)
        }
        if channels > found { throw .tooFewChannels(path: path) }
        if channels < found { tensors["conv1.weight"] = tensors["conv1.weight"].map(Self.summed) }
        let prefix = prefix
        dropped = all.filter { Self.name($0, below: prefix).map { tensors[$0] == nil } ?? true }.sorted()
        trunk = ImportedTrunk(
            settings: TrunkSettings(kind: kind, shape: shape, channels: channels, sourceSHA256: hash), tensors: tensors)
    }

    /// The prefix of the only `layer1.0.conv1.weight`, or of R2Gen's number for it.
    private static func prefix(of names: Set<String>, path: String) throws(TrunkImportError) -> String {
        func prefixes(_ end: String) -> [String] {
            names.filter { $0.hasSuffix(end) }.map { String($0.dropLast(end.count)) }
                .filter { $0.isEmpty || $0.hasSuffix(".") }.sorted()
        }
        let plain = prefixes("layer1.0.conv1.weight")
        let found = plain.isEmpty ? prefixes("4.0.conv1.weight").filter { names.contains($0 + "0.weight") } : plain
        guard let prefix = found.first, found.count == 1 else { throw .noTrunk(path: path, prefixes: found) }
        return prefix
    }

    /// R2Gen stores the trunk's parts as a list: convolution, norm, rectifier, pooling, four stages.
    private static let places = [
        "0": "conv1", "1": "bn1", "4": "layer1", "5": "layer2", "6": "layer3", "7": "layer4",
    ]

    private static func name(_ name: String, below prefix: String) -> String? {
        guard name.hasPrefix(prefix) else { return nil }
        let rest = name.dropFirst(prefix.count)
        guard let end = rest.firstIndex(of: "."), let place = places[String(rest[..<end])] else { return String(rest) }
        return place + rest[end...]
    }

    private static func named(_ tensors: [String: CheckpointTensor], below prefix: String) -> [String: CheckpointTensor]
    {
        let pairs = tensors.compactMap { key, tensor in name(key, below: prefix).map { ($0, tensor) } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    private static func kind(
        of names: Set<String>, path: String
    ) throws(TrunkImportError) -> (name: String, shape: ResNetShape) {
        let block: ResNetBlock = names.contains("layer1.0.conv3.weight") ? .bottleneck : .basic
        let blocks = (1...4).map { stage in
            Set(
                names.filter { $0.hasPrefix("layer\(stage).") }.compactMap {
                    $0.split(separator: ".").dropFirst().first
                }
            ).count
        }
        guard let kind = TrunkSettings.kinds.first(where: { $0.shape.block == block && $0.shape.blocks == blocks })
        else {
            throw .unknownKind(path: path, block: block, blocks: blocks)
        }
        return kind
    }

    // (O, 3, K, K) -> (O, 1, K, K)
    private static func summed(_ filters: CheckpointTensor) -> CheckpointTensor {
        let (outputs, inputs, area) = (filters.shape[0], filters.shape[1], filters.shape[2] * filters.shape[3])
        var values = [Float](repeating: 0, count: outputs * area)
        for output in 0..<outputs {
            for input in 0..<inputs {
                for place in 0..<area {
                    values[output * area + place] += filters.values[(output * inputs + input) * area + place]
                }
            }
        }
        return CheckpointTensor(shape: [outputs, 1, filters.shape[2], filters.shape[3]], values: values)
    }
}
