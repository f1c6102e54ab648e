import Foundation
import NeuralNetwork
import ReportGeneration

/// Sets what a network starts from.
enum StartingWeights {
    /// Takes the trunk, then all weights, that the configuration names.
    ///
    /// Throws `TrainingError.unusableWeights`.
    static func load(_ start: TrainingConfiguration.Start, into network: ReportNetwork) throws(TrainingError) {
        if let path = start.initialTrunk {
            var weights = network.checkpoint()
            let trunk = try readTrunk(path).tensors.filter { $0.key.hasPrefix("trunk.") }
            let needed = weights.tensors.keys.filter { $0.hasPrefix("trunk.") }
            if let missing = needed.filter({ trunk[$0] == nil }).min() {
                throw .unusableWeights(path: path, reason: "it lacks \(missing)")
            }
            weights.tensors.merge(trunk) { _, new in new }
            try load(weights, from: path, into: network)
        }
        if let path = start.initialWeights { try load(try read(path), from: path, into: network) }
    }

    private static func load(
        _ weights: Checkpoint, from path: String, into network: ReportNetwork
    ) throws(TrainingError) {
        do {
            try network.load(weights)
        } catch {
            throw .unusableWeights(path: path, reason: "\(error)")
        }
    }

    /// The weights in a folder of `thorax-model import`, or what `read` takes.
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
