import Foundation
import NeuralNetwork
import ReportGeneration

/// Loads a network's initial weights.
enum StartingWeights {
    /// Loads the trunk, then all weights, as far as the configuration names them.
    ///
    /// Throws `TrainingError.unusableWeights`.
    static func load(_ start: TrainingConfiguration.Start, into network: ReportNetwork) throws(TrainingError) {
        if let path = start.initialTrunk {
            var weights = network.checkpoint()
            let trunk = try readTrunk(path).tensors.filter { $0.key.hasPrefix("trunk.") }
            let needed = weights.tensors.keys.filter { $0.hasPrefix("trunk.") }
            if let missing = needed.filter({ trunk[$0] == nil }).min() {
                throw .unusableWeights(path: path, reason: "the tensor \(missing) is missing")
            }
            weights.tensors.merge(trunk) { _, new in new }
            try load(weights, from: path, into: network)
        }
        if let path = start.initialWeights { try load(try read(path), from: path, into: network) }
    }

    /// The training studies whose projected grid gives the image position embedding its scale; the same number whatever
    /// the batch size.
    static func scaleStudies(_ dataset: StudyDataset) -> [TrainingStudy] { Array(dataset[.train].prefix(16)) }

    private static func load(
        _ weights: Checkpoint, from path: String, into network: ReportNetwork
    ) throws(TrainingError) {
        do {
            try network.load(weights)
        } catch {
            throw .unusableWeights(path: path, reason: "\(error)")
        }
    }

    /// The weights in a folder written by `thorax-model import`, in a bundle or in a safetensors file.
    private static func readTrunk(_ path: String) throws(TrainingError) -> Checkpoint {
        let folder = URL(fileURLWithPath: path)
        guard FileManager.default.fileExists(atPath: folder.appendingPathComponent("trunk.json").path) else {
            return try read(path)
        }
        do {
            return try ImportedTrunk(directory: folder).checkpoint
        } catch {
            throw .unusableWeights(path: path, reason: "\(error)")
        }
    }

    /// The weights of a model bundle's folder or of a safetensors file.
    private static func read(_ path: String) throws(TrainingError) -> Checkpoint {
        let url = URL(fileURLWithPath: path)
        do {
            return url.pathExtension == "safetensors"
                ? try SafeTensors.read(url) : try ModelBundle(directory: url).checkpoint
        } catch {
            throw .unusableWeights(path: path, reason: "\(error)")
        }
    }
}
