package import Foundation
import NeuralNetwork
import ReportGeneration

/// One finished run: what a variant wrote for every study of the scored fold.
package struct AblationRun: Codable, Sendable, Equatable {
    package let dataset: String
    package let variant: String
    package let seed: UInt64
    /// Hash of everything that decides the result; prevents using the file of a different configuration.
    let fingerprint: String
    /// Words of each draft, joined by spaces, in the order of the fold.
    let drafts: [String]
    /// Mean text loss on the validation fold after the last epoch.
    let validationLoss: Double
    /// Mean contrastive loss of the last epoch; nil if the variant has none.
    let contrastiveLoss: Double?
    /// Retrieval of each image's own text in the shared space, over the scored fold.
    let retrieval: ProjectionRetrieval?
    /// Measures that need no draft; empty unless reports state facts.
    let factMeasures: [AblationMeasure: Double]
    let seconds: Double
}

/// The folder of finished runs, `DATASET-VARIANT-SEED.json`, and of their base models, `DATASET-SEED.safetensors`. It
/// makes an ablation resumable.
package struct AblationFolder: Sendable {
    let url: URL

    /// Creates the folder.
    ///
    /// Throws `TrainingError.unwritable`.
    package init(_ url: URL) throws(TrainingError) {
        self.url = url
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw .unwritable(path: url.path, reason: error.localizedDescription)
        }
    }

    /// The run with this name, if it exists and has the same fingerprint.
    func run(dataset: String, variant: String, seed: UInt64, fingerprint: String) -> AblationRun? {
        let file = file(dataset: dataset, variant: variant, seed: seed)
        guard let bytes = try? Data(contentsOf: file),
            let run = try? JSONDecoder().decode(AblationRun.self, from: bytes), run.fingerprint == fingerprint
        else { return nil }
        return run
    }

    func write(_ run: AblationRun) throws(TrainingError) {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            try write(
                encoder.encode(run),
                to: file(dataset: run.dataset, variant: run.variant, seed: run.seed).lastPathComponent)
        } catch let error as TrainingError {
            throw error
        } catch {
            throw .unwritable(path: url.path, reason: "\(error)")
        }
    }

    /// The weights of a base model, if they exist and have the same fingerprint.
    func base(dataset: String, seed: UInt64, fingerprint: String) -> Checkpoint? {
        guard let checkpoint = try? SafeTensors.read(base(dataset, seed)),
            checkpoint.metadata["fingerprint"] == fingerprint
        else { return nil }
        return checkpoint
    }

    func write(_ base: Checkpoint, dataset: String, seed: UInt64, fingerprint: String) throws(TrainingError) {
        var named = base
        named.metadata["fingerprint"] = fingerprint
        let file = self.base(dataset, seed)
        let unfinished = file.appendingPathExtension("part")
        do {
            try SafeTensors.write(named, to: unfinished)
            try? FileManager.default.removeItem(at: file)
            try FileManager.default.moveItem(at: unfinished, to: file)
        } catch {
            throw .unwritable(path: file.path, reason: "\(error)")
        }
    }

    /// Writes a file atomically; nil removes that of an earlier call.
    package func write(_ bytes: Data?, to name: String) throws(TrainingError) {
        let file = url.appendingPathComponent(name)
        guard let bytes else {
            try? FileManager.default.removeItem(at: file)
            return
        }
        do {
            try bytes.write(to: file, options: .atomic)
        } catch {
            throw .unwritable(path: file.path, reason: error.localizedDescription)
        }
    }

    private func file(dataset: String, variant: String, seed: UInt64) -> URL {
        url.appendingPathComponent(Self.safe("\(dataset)-\(variant)-\(seed)") + ".json")
    }

    private func base(_ dataset: String, _ seed: UInt64) -> URL {
        url.appendingPathComponent(Self.safe("\(dataset)-\(seed)") + ".safetensors")
    }

    private static func safe(_ name: String) -> String {
        String(name.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
    }
}

extension AblationConfiguration {
    /// SHA-256 over everything that decides a run except its seed: `source` identifies the data, `objective` is the version of
    /// the contrastive objective, and `measures` are computed on the trained network; they are empty for a base model.
    func fingerprint(
        _ dataset: Dataset, _ variant: Variant, source: String, objective: Int = ContrastiveObjective.version,
        measures: [AblationMeasure] = AblationMeasure.allCases
    ) throws -> String {
        struct Decisive: Encodable {
            /// Nil for a variant without the objective.
            let objective: Int?
            let seed: UInt64
            let fold: Fold
            let source: String
            let network: Network
            let optimization: Optimization
            let dataset: Dataset
            let contrastive: ContrastiveSettings?
            let measures: [AblationMeasure]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return ModelBundle.hash(
            try encoder.encode(
                Decisive(
                    objective: variant.contrastive == nil ? nil : objective, seed: seed, fold: fold, source: source,
                    network: network, optimization: optimization,
                    dataset: dataset, contrastive: variant.contrastive, measures: measures)))
    }
}
