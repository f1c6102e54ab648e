package import Foundation
package import NeuralNetwork

/// A folder with a trunk to train from: `trunk.json` describes it, `trunk.safetensors` holds its weights under their
/// names in a report network.
package struct ImportedTrunk: Sendable {
    package let settings: TrunkSettings
    /// Names start with `trunk.`; shapes are PyTorch's.
    package let checkpoint: Checkpoint

    private static let settingsFile = "trunk.json"
    private static let weightsFile = "trunk.safetensors"
    private static let prefix = "trunk."

    init(settings: TrunkSettings, tensors: [String: CheckpointTensor]) {
        self.settings = settings
        checkpoint = Checkpoint(
            tensors: Dictionary(uniqueKeysWithValues: tensors.map { (Self.prefix + $0.key, $0.value) }),
            metadata: ["source_sha256": settings.sourceSHA256])
    }

    /// Reads a folder written by `write`; settings and weights must match.
    ///
    /// Throws `TrunkImportError`.
    package init(directory: URL) throws(TrunkImportError) {
        do {
            let bytes = try Data(contentsOf: directory.appendingPathComponent(Self.settingsFile))
            settings = try JSONDecoder().decode(TrunkSettings.self, from: bytes)
            checkpoint = try SafeTensors.read(directory.appendingPathComponent(Self.weightsFile))
        } catch let error as CheckpointError {
            throw .unreadable(error)
        } catch {
            throw .unreadable(.unreadable(file: Self.settingsFile, reason: error.localizedDescription))
        }
        let names = checkpoint.tensors.map {
            ($0.key.hasPrefix(Self.prefix) ? String($0.key.dropFirst(6)) : $0.key, $0.value)
        }
        let faults = settings.faults(in: Dictionary(names, uniquingKeysWith: { first, _ in first }))
        guard faults.isEmpty else {
            throw .wrongTensors(
                path: Self.weightsFile, kind: settings.kind, faults: Array(faults.prefix(20)), count: faults.count)
        }
    }

    /// Writes both files to a new or existing folder.
    ///
    /// Throws `TrunkImportError`.
    package func write(to directory: URL) throws(TrunkImportError) {
        do {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            try encoder.encode(settings).write(to: directory.appendingPathComponent(Self.settingsFile))
            try SafeTensors.write(checkpoint, to: directory.appendingPathComponent(Self.weightsFile))
        } catch {
            throw .cannotWrite(path: directory.path, reason: error.localizedDescription)
        }
    }
}
