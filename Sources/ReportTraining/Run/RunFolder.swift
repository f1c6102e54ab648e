package import Foundation
import NeuralNetwork

/// The folder of one training run:
///
/// | file | holds |
/// |---|---|
/// | `configuration.json` | all settings and the seed |
/// | `metrics.jsonl` | one line per epoch |
/// | `data.svg` | what the data set holds, as a picture |
/// | `curves.svg` | the metrics as a plot |
/// | `best.safetensors` | weights of the best epoch so far |
/// | `last.safetensors` | weights of the last epoch |
/// | `state.safetensors` | training state for resuming the run |
/// | `features-….f32` | features computed by a frozen trunk |
///
/// Every file except `metrics.jsonl` is written to a temporary file and renamed, so that an interrupted write keeps the
/// old one.
package struct RunFolder: Sendable {
    package let url: URL
    /// Only one of several processes writes; the others share the folder and their writes are ignored.
    package let isWritten: Bool

    /// Creates the folder.
    ///
    /// Throws `TrainingError.unwritable`.
    package init(_ url: URL, isWritten: Bool = true) throws(TrainingError) {
        self.url = url
        self.isWritten = isWritten
        guard isWritten else { return }
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw .unwritable(path: url.path, reason: error.localizedDescription)
        }
    }

    /// Makes sure that a new run overwrites nothing.
    ///
    /// Throws `TrainingError.runExists` if the folder holds a run, or if `bundle` exists.
    package func requireNew(bundle: URL) throws(TrainingError) {
        guard isWritten else { return }
        let files = FileManager.default
        if files.fileExists(atPath: bundle.path) { throw .runExists(path: bundle.path, epochs: nil) }
        guard files.fileExists(atPath: file("metrics.jsonl").path) else { return }
        let metrics = (try? Data(contentsOf: file("metrics.jsonl"))) ?? Data()
        // A run that failed before its first saved state has nothing to lose.
        if metrics.isEmpty, !files.fileExists(atPath: file("state.safetensors").path) { return }
        throw .runExists(path: url.path, epochs: metrics.count { $0 == UInt8(ascii: "\n") })
    }

    /// Starts a new run and deletes the state of an earlier one.
    func begin(_ configuration: TrainingConfiguration) throws(TrainingError) {
        let state = file("state.safetensors")
        if isWritten, FileManager.default.fileExists(atPath: state.path) {
            do {
                try FileManager.default.removeItem(at: state)
            } catch {
                throw .unwritable(path: state.path, reason: error.localizedDescription)
            }
        }
        try save("metrics.jsonl", Data())
        try save("configuration.json", configuration.json)
    }

    /// The saved state of the run; nil if none was saved.
    ///
    /// Throws `TrainingError.otherRun` if the configuration differs from the run's.
    func snapshot(_ configuration: TrainingConfiguration) throws -> TrainingSnapshot? {
        guard FileManager.default.fileExists(atPath: file("state.safetensors").path) else { return nil }
        guard try Data(contentsOf: file("configuration.json")) == configuration.json else {
            throw TrainingError.otherRun("configuration")
        }
        return try TrainingSnapshot(SafeTensors.read(file("state.safetensors")))
    }

    func write(_ snapshot: @autoclosure () -> TrainingSnapshot) throws {
        guard isWritten else { return }
        try write(snapshot().checkpoint, named: "state")
    }

    /// The metrics of the first `epochs` epochs; later lines, including a partial one, are removed from the file.
    func history(epochs: Int) throws -> [EpochMetrics] {
        let lines = try Data(contentsOf: file("metrics.jsonl")).split(separator: UInt8(ascii: "\n")).prefix(epochs)
        let history = try lines.map { try JSONDecoder().decode(EpochMetrics.self, from: $0) }
        try save("metrics.jsonl", Data(lines.flatMap { $0 + [UInt8(ascii: "\n")] }))
        return history
    }

    func append(_ metrics: EpochMetrics) throws(TrainingError) {
        guard isWritten else { return }
        let file = file("metrics.jsonl")
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
        guard isWritten else { return }
        let file = file(name + ".safetensors")
        do {
            try SafeTensors.write(checkpoint, to: file)
        } catch {
            throw .unwritable(path: file.path, reason: "\(error)")
        }
    }

    func read(_ name: String) throws -> Checkpoint { try SafeTensors.read(file(name + ".safetensors")) }

    func write(curves history: [EpochMetrics], best: Int) throws(TrainingError) {
        try save("curves.svg", Data(TrainingCurves.svg(history, best: best).utf8))
    }

    package func write(_ summary: DatasetSummary) throws(TrainingError) {
        try save("data.svg", Data(summary.figure.utf8))
    }

    func file(_ name: String) -> URL { url.appendingPathComponent(name) }

    private func save(_ name: String, _ bytes: Data) throws(TrainingError) {
        guard isWritten else { return }
        let file = file(name)
        do {
            try bytes.write(to: file, options: .atomic)
        } catch {
            throw .unwritable(path: file.path, reason: error.localizedDescription)
        }
    }
}
