import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors
import TestHarness
import Testing

@testable import ReportTraining

/// Several ranks must have the same losses as one process with the whole batch. `make test-mpi` tests the same with mpirun.
@Suite(.blocking) struct DataParallelTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ranks-\(UUID().uuidString)")

    private func run(
        _ ranks: Int, _ name: String, _ configuration: TrainingConfiguration, _ data: SyntheticDataset
    ) throws -> [TrainingOutcome] {
        try ReportGenerator.prepare(threads: 1)
        let root = data.root
        let run = folder.appendingPathComponent("\(name) \(ranks)")
        return try ThreadGroup.run(ranks) { group in
            let dataset = try NIHDataset.read(
                root: root, split: configuration.split, preprocessing: configuration.preprocessing)
            let trainer = try Trainer(configuration: configuration, dataset: dataset, group: group)
            return try trainer.run(folder: RunFolder(run, isWritten: group.isFirst), progress: nil)
        }
    }

    private static func losses(_ metrics: EpochMetrics) -> [Double] {
        [
            metrics.textLoss, metrics.findingLoss, metrics.contrastiveLoss ?? 0, metrics.validationTextLoss,
            metrics.validationFindingLoss, metrics.validationAUC ?? -1, metrics.validationRecallAt5 ?? 0,
        ]
    }

    /// Expects the loss curves of one process and of several ranks to agree within 1e-4.
    private func expectOneCurve(
        _ name: String, ranks: Int, changing change: (inout TrainingConfiguration) -> Void
    ) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = try SyntheticDataset(patients: 40)
        var configuration = TrainerTests.configuration(epochs: 2)
        change(&configuration)
        let one = try run(1, name, configuration, data)[0]
        let several = try run(ranks, name, configuration, data)
        #expect(several.count == ranks)
        for outcome in several {
            #expect(outcome.checkpoint == several[0].checkpoint, "all ranks end with the same weights")
            for (whole, parts) in zip(one.history, outcome.history) {
                for (a, b) in zip(Self.losses(whole), Self.losses(parts)) {
                    #expect(abs(a - b) <= 1e-4 * abs(a), "epoch \(whole.epoch): \(a) and \(b)")
                }
            }
        }
    }

    @Test(arguments: [2, 4])
    func `a trained trunk with batch norm gives the same curve as one process`(ranks: Int) throws {
        try expectOneCurve("trunk", ranks: ranks) { _ in }
    }

    @Test func `a frozen trunk with objective, queue and accumulation gives the same curve as one process`() throws {
        try expectOneCurve("frozen", ranks: 2) {
            $0.start.trunkFrozen = true
            $0.augmentation = nil
            $0.optimization.batchSize = 4
            $0.optimization.accumulationSteps = 2
            $0.objective = ContrastiveSettings(lambda: 0.5, projectionSize: 16, queueBatches: 2)
        }
    }

    @Test func `dropout masks equal those of one process`() throws {
        try expectOneCurve("dropout", ranks: 2) {
            $0.network.dropout = 0.2
            $0.objective = ContrastiveSettings(projectionSize: 16)
        }
    }

    @Test func `a batch that the ranks cannot share is refused`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = try SyntheticDataset(patients: 40)
        #expect(throws: TrainingError.indivisible(studies: 8, ranks: 3)) {
            try run(3, "indivisible", TrainerTests.configuration(epochs: 1), data)
        }
    }

    @Test func `ranks with different data sets do not start`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let roots = try [SyntheticDataset(patients: 40), SyntheticDataset(patients: 44)]
        let paths = roots.map(\.root)
        let folder = folder
        try ReportGenerator.prepare(threads: 1)
        #expect(throws: TrainingError.ranksDiffer) {
            try ThreadGroup.run(2) { group in
                let configuration = TrainerTests.configuration(epochs: 1)
                let dataset = try NIHDataset.read(
                    root: paths[group.rank], split: configuration.split, preprocessing: configuration.preprocessing)
                let trainer = try Trainer(configuration: configuration, dataset: dataset, group: group)
                return try trainer.run(folder: RunFolder(folder, isWritten: group.isFirst), progress: nil)
            }
        }
        withExtendedLifetime(roots) {}
    }
}
