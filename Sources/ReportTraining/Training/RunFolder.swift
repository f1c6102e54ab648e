package import Foundation
import NeuralNetwork

/// The folder of one training run: `configuration.json`, `metrics.jsonl`, `curves.svg`, `best.safetensors`,
/// `last.safetensors`.
package struct RunFolder: Sendable {
    package let url: URL

    /// Makes the folder and empties its `metrics.jsonl`.
    ///
    /// Throws `TrainingError.unwritable`.
    package init(_ url: URL) throws(TrainingError) {
        self.url = url
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            try Data().write(to: url.appendingPathComponent("metrics.jsonl"))
        } catch {
            throw .unwritable(path: url.path, reason: error.localizedDescription)
        }
    }

    func write(configuration: TrainingConfiguration) throws(TrainingError) {
        try save("configuration.json", configuration.json)
    }

    func append(_ metrics: EpochMetrics) throws(TrainingError) {
        let file = url.appendingPathComponent("metrics.jsonl")
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let handle = try FileHandle(forWritingTo: file)
            defer { try? handle.close() }
            try handle.seekToEnd()
            try handle.write(contentsOf: encoder.encode(metrics) + Data("\n".utf8))
        } catch {
            throw .unwritable(path: file.path, reason: error.localizedDescription)
        }
    }

    func write(_ checkpoint: Checkpoint, named name: String) throws(TrainingError) {
        let file = url.appendingPathComponent(name + ".safetensors")
        do {
            try SafeTensors.write(checkpoint, to: file)
        } catch {
            throw .unwritable(path: file.path, reason: "\(error)")
        }
    }

    func write(curves history: [EpochMetrics]) throws(TrainingError) {
        try save("curves.svg", Data(TrainingCurves.svg(history).utf8))
    }

    private func save(_ name: String, _ bytes: Data) throws(TrainingError) {
        let file = url.appendingPathComponent(name)
        do {
            try bytes.write(to: file)
        } catch {
            throw .unwritable(path: file.path, reason: error.localizedDescription)
        }
    }
}
