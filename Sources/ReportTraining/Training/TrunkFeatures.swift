import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors

/// A frozen trunk's features of every study's pictures, computed once per run.
///
/// Stored in the run folder as V * P * C float32 values (little endian) per study and memory-mapped, so that the kernel
/// caches what fits in memory. Two 224 × 224 views through ResNet-101 take 0.8 MB, so IU X-ray's 2,365 studies take 1.9
/// GB. The file name is a hash of everything the features depend on, by which a resumed run finds it again.
struct TrunkFeatures {
    private let bytes: Data
    private let width: Int
    private let rows: [String: Int]

    /// Features of the training and the validation fold, computed by all ranks together.
    ///
    /// Throws `TrainingError`, or `ImagingError` for a picture that cannot be read.
    init(
        _ dataset: StudyDataset, network: ReportNetwork, batches: BatchMaker, folder: RunFolder,
        progress: TrainingProgress?, group: any ProcessGroup
    ) throws {
        let studies = dataset[.train] + dataset[.validation]
        let shape = network.configuration
        width = shape.viewCount * shape.positionCount * shape.featureSize
        rows = Dictionary(zip(studies.map(\.id), studies.indices), uniquingKeysWith: { first, _ in first })
        let trunk = network.checkpoint().tensors.filter { $0.key.hasPrefix("trunk.") }
        let encoder = JSONEncoder()
        // Otherwise the key order, and with it the file name, would differ between processes.
        encoder.outputFormatting = .sortedKeys
        let recipe = try encoder.encode(batches.configuration.preprocessing)
        let origin = try SafeTensors.bytes(Checkpoint(tensors: trunk)) + recipe + Data(dataset.splitSHA256.utf8)
        let file = folder.file("features-\(ModelBundle.hash(origin).prefix(16)).f32")
        // Only rank 0 checks: other hosts may see the folder with a delay of some seconds.
        var missing = [group.isFirst && !FileManager.default.fileExists(atPath: file.path) ? 1.0 : 0]
        group.sum(&missing)
        if missing[0] > 0 {
            network.prepareForInference()
            progress?.note("computing the frozen trunk's features of \(studies.count) studies")
            try Self.compute(studies, network: network, batches: batches, to: file, group)
            group.barrier()
        }
        bytes = try Data(contentsOf: file, options: .alwaysMapped)
        guard bytes.count == studies.count * width * MemoryLayout<Float>.stride else {
            throw TrainingError.unwritable(
                path: file.path, reason: "its size, \(bytes.count) bytes, is wrong; delete it")
        }
    }

    /// The features (B, V * P, C) of the given studies.
    func tensor(of studies: [TrainingStudy], channels: Int) -> Tensor {
        let result = Tensor(uninitialized: [studies.count, width / channels, channels])
        bytes.withUnsafeBytes { bytes in
            let values = bytes.bindMemory(to: Float.self)
            for (index, study) in studies.enumerated() {
                let start = (rows[study.id] ?? 0) * width
                (result.pointer + index * width).update(from: Array(values[start..<start + width]), count: width)
            }
        }
        return result
    }

    private static func compute(
        _ studies: [TrainingStudy], network: ReportNetwork, batches: BatchMaker, to file: URL,
        _ group: any ProcessGroup
    ) throws {
        func features(of studies: [TrainingStudy]) throws -> Tensor {
            network.features(of: try batches.images(of: studies, epoch: 0), .inference())
        }
        let partial = file.appendingPathExtension("partial")
        do {
            var handle: FileHandle?
            if group.isFirst {
                try Data().write(to: partial)
                handle = try FileHandle(forWritingTo: partial)
            }
            defer { try? handle?.close() }
            let turn = 8 * group.size
            for start in stride(from: 0, to: studies.count, by: turn) {
                // Every rank gets the same number; at the end some compute the last study again.
                let own = (start + 8 * group.rank..<start + 8 * (group.rank + 1)).map { min($0, studies.count - 1) }
                let all = group.gather(try features(of: own.map { studies[$0] }))
                let wanted = all.rows(0..<min(turn, studies.count - start))
                try wanted.array().withUnsafeBytes { try handle?.write(contentsOf: Data($0)) }
            }
            try handle?.synchronize()
            if group.isFirst { try FileManager.default.moveItem(at: partial, to: file) }
        } catch let error as CocoaError {
            throw TrainingError.unwritable(path: file.path, reason: error.localizedDescription)
        }
    }
}
