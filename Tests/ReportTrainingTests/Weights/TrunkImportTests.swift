import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors
import Testing

@testable import ReportTraining

final class TrunkImportTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "trunk-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// ResNet-18 with torchvision's names and arbitrary values.
    private func resNet18() -> [String: CheckpointTensor] {
        let settings = TrunkSettings(kind: "resnet18", shape: .resNet18, channels: 3, sourceSHA256: "")
        var tensors: [String: CheckpointTensor] = [:]
        for (index, (name, shape)) in settings.shapes.sorted(by: { $0.key < $1.key }).enumerated() {
            let values = [Float](repeating: Float(index) / 64, count: shape.reduce(1, *))
            tensors[name] = CheckpointTensor(shape: shape, values: values)
        }
        let filters = (0..<64 * 3 * 49).map { Float($0 % 1000) }
        tensors["conv1.weight"] = CheckpointTensor(shape: [64, 3, 7, 7], values: filters)
        tensors["fc.weight"] = CheckpointTensor(shape: [10, 512], values: [Float](repeating: 1, count: 5120))
        tensors["fc.bias"] = CheckpointTensor(shape: [10], values: [Float](repeating: 1, count: 10))
        return tensors
    }

    private func write(_ tensors: [String: CheckpointTensor]) throws -> URL {
        let url = folder.appending(path: "weights.safetensors")
        try SafeTensors.write(Checkpoint(tensors: tensors), to: url, precision: .float16)
        return url
    }

    private func imported(
        _ tensors: [String: CheckpointTensor], channels: Int = 3
    ) throws(TrunkImportError) -> TrunkImport {
        try TrunkImport(tensors, path: "weights.safetensors", sourceSHA256: "", channels: channels)
    }

    private func error(_ tensors: [String: CheckpointTensor], channels: Int = 3) -> TrunkImportError? {
        do throws(TrunkImportError) {
            _ = try imported(tensors, channels: channels)
            return nil
        } catch {
            return error
        }
    }

    @Test func `an imported trunk loads into a network of the same kind`() throws {
        let url = try write(resNet18())
        let found = try TrunkImport(weights: url, channels: 3)
        #expect(found.prefix.isEmpty && found.dropped == ["fc.bias", "fc.weight"])
        #expect(found.trunk.settings.kind == "resnet18" && found.trunk.settings.blocks == [2, 2, 2, 2])
        #expect(found.trunk.settings.sourceSHA256 == ModelBundle.hash(try Data(contentsOf: url)))
        try found.trunk.write(to: folder.appending(path: "out"))
        let read = try ImportedTrunk(directory: folder.appending(path: "out"))
        #expect(read.settings == found.trunk.settings && read.checkpoint == found.trunk.checkpoint)

        try ReportGenerator.prepare(threads: 1)
        let store = ParameterStore(seed: nil)
        _ = ResNet(store.root("trunk"), channels: 3, stem: .imageNet, shape: .resNet18)
        try store.load(read.checkpoint)
    }

    @Test(arguments: [
        ("resnet50", ResNetShape.resNet50, 320), ("resnet101", .resNet101, 626), ("resnet34", .resNet34, 218),
    ])
    func `names every tensor that the network has`(kind: String, shape: ResNetShape, learned: Int) throws {
        // torchvision's counts without the classifier and the num_batches_tracked buffers.
        let shapes = TrunkSettings(kind: kind, shape: shape, channels: 3, sourceSHA256: "").shapes
        #expect(shapes.count == learned - 2 - learned / 6)
    }

    @Test(arguments: ["encoder.backbone."])
    func `accepts any prefix and drops tensors outside it`(prefix: String) throws {
        var tensors = Dictionary(uniqueKeysWithValues: resNet18().map { (prefix + $0.key, $0.value) })
        tensors["decoder.weight"] = CheckpointTensor(shape: [1], values: [1])
        let found = try imported(tensors)
        #expect(found.prefix == prefix)
        #expect(Set(found.dropped) == ["decoder.weight", prefix + "fc.bias", prefix + "fc.weight"])
    }

    @Test func `accepts the numbers of R2Gen's checkpoints`() throws {
        let numbers = ["conv1": "0", "bn1": "1", "layer1": "4", "layer2": "5", "layer3": "6", "layer4": "7"]
        var tensors: [String: CheckpointTensor] = [
            "encoder_decoder.logit.bias": CheckpointTensor(shape: [1], values: [0])
        ]
        for (name, tensor) in resNet18() where !name.hasPrefix("fc") {
            let parts = name.split(separator: ".", maxSplits: 1)
            let number = try #require(numbers[String(parts[0])])
            tensors["visual_extractor.model.\(number).\(parts[1])"] = tensor
        }
        let found = try imported(tensors)
        let plain = try imported(resNet18())
        #expect(found.trunk.checkpoint.tensors == plain.trunk.checkpoint.tensors)
        #expect(found.dropped == ["encoder_decoder.logit.bias"])
    }

    @Test func `one channel sums the filters over three`() throws {
        let found = try imported(resNet18(), channels: 1).trunk.checkpoint.tensors[
            "trunk.conv1.weight"]
        #expect(found?.shape == [64, 1, 7, 7])
        let sums: [Float] = [0 + 49 + 98, 1 + 50 + 99]
        #expect(found.map { Array($0.values.prefix(2)) } == sums)
    }

    @Test func `lists missing and unexpected tensors with their shapes`() throws {
        var tensors = resNet18()
        tensors["layer4.1.bn2.bias"] = nil
        tensors["layer2.0.conv1.weight"] = CheckpointTensor(
            shape: [128, 64, 1, 1], values: [Float](repeating: 0, count: 8192))
        tensors["layer1.0.se.weight"] = CheckpointTensor(shape: [2], values: [1, 2])
        let fault = try #require(error(tensors))
        #expect(
            fault
                == .wrongTensors(
                    path: "weights.safetensors", kind: "resnet18",
                    faults: [
                        "layer4.1.bn2.bias [512] is missing", "layer1.0.se.weight [2] is not expected",
                        "layer2.0.conv1.weight is [128, 64, 1, 1], not [128, 64, 3, 3]",
                    ], count: 3))
    }

    @Test func `refuses other networks, non-finite values and files that are not weights`() throws {
        var tensors = resNet18()
        tensors["layer1.2.conv1.weight"] = CheckpointTensor(shape: [1], values: [0])
        #expect(
            error(tensors) == .unknownKind(path: "weights.safetensors", block: .basic, blocks: [3, 2, 2, 2]))
        #expect(
            error(["a": CheckpointTensor(shape: [1], values: [0])])
                == .noTrunk(path: "weights.safetensors", prefixes: []))
        tensors = resNet18()
        tensors["bn1.bias"]?.values[3] = .nan
        #expect(error(tensors).map { "\($0)" }?.contains("bn1.bias holds a value that is not a finite number") == true)
        tensors = resNet18()
        tensors["conv1.weight"] = CheckpointTensor(shape: [64, 1, 7, 7], values: [Float](repeating: 0, count: 3136))
        #expect(error(tensors) == .tooFewChannels(path: "weights.safetensors"))
        #expect(error(tensors, channels: 1) == nil)
        try Data("x".utf8).write(to: folder.appending(path: "x.safetensors"))
        #expect(throws: TrunkImportError.self) {
            try TrunkImport(weights: self.folder.appending(path: "x.safetensors"), channels: 3)
        }
    }
}
