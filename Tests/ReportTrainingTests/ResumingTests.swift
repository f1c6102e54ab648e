import Foundation
import NeuralNetwork
import ReportGeneration
import TestHarness
import Testing

@testable import ReportTraining

/// A resumed run must reach the same metrics as an uninterrupted one.
@Suite(.blocking) struct ResumingTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)")

    private func configuration() -> TrainingConfiguration {
        var configuration = TrainerTests.configuration(epochs: 3)
        configuration.network.dropout = 0.1
        configuration.objective = ContrastiveSettings(projectionSize: 16, queueBatches: 2)
        return configuration
    }

    private func trainer(
        _ configuration: TrainingConfiguration, _ data: SyntheticDataset, interval: Duration = .zero
    ) throws -> Trainer {
        try ReportGenerator.prepare(threads: 1)
        let dataset = try NIHDataset.read(
            root: data.root, split: configuration.split, preprocessing: configuration.preprocessing)
        return try Trainer(configuration: configuration, dataset: dataset, stateInterval: interval)
    }

    /// All numbers except timings. Compared with a tolerance, because other suites change the process's thread count and
    /// thereby the last bits; `CommandTests` compares single-threaded processes exactly.
    private func numbers(_ history: [EpochMetrics]) -> [Double] {
        history.flatMap {
            [
                Double($0.epoch), Double($0.steps), $0.learningRate, $0.textLoss, $0.findingLoss,
                $0.contrastiveLoss ?? .nan, $0.validationTextLoss, $0.validationFindingLoss,
                $0.validationAlignment ?? .nan,
            ]
        }
    }

    private func areClose(_ first: [Double], _ second: [Double]) -> Bool {
        first.count == second.count && zip(first, second).allSatisfy { abs($0 - $1) < 1e-4 }
    }

    @Test func `resuming within an epoch gives the same losses`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = try SyntheticDataset(patients: 40)
        let configuration = configuration()
        let whole = try trainer(configuration, data).run(
            folder: RunFolder(folder.appendingPathComponent("whole")), progress: nil)

        let run = try RunFolder(folder.appendingPathComponent("stopped"))
        struct Stopped: Error {}
        let stopped = try trainer(configuration, data)
        // Stops at the third step of the second epoch; a state is saved after each step.
        stopped.afterStep = { if $0.epoch == 2, $0.sums.steps == 3 { throw Stopped() } }
        #expect(throws: Stopped.self) { try stopped.run(folder: run, progress: nil) }
        let left = try #require(try run.snapshot(configuration))
        #expect(left.state.epoch == 2 && left.state.sums.steps == 2)
        // A partial line, as left by a killed process.
        let metrics = run.url.appendingPathComponent("metrics.jsonl")
        try (Data(contentsOf: metrics) + Data("{\"epoch\": 2, \"ste".utf8)).write(to: metrics)

        let resumed = try trainer(configuration, data).run(folder: run, resuming: true, progress: nil)
        #expect(areClose(numbers(resumed.history), numbers(whole.history)))
        #expect(resumed.epoch == whole.epoch)
        #expect(try run.history(epochs: 9).count == 3)

        let again = try trainer(configuration, data).run(folder: run, resuming: true, progress: nil)
        #expect(again.checkpoint == resumed.checkpoint, "a finished run has nothing left to do")
    }

    @Test func `a run is not resumed with a different configuration or data set`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = try SyntheticDataset(patients: 40)
        let run = try RunFolder(folder)
        _ = try trainer(configuration(), data).run(folder: run, progress: nil)
        var other = configuration()
        other.optimization.learningRate *= 2
        #expect(throws: TrainingError.otherRun("configuration")) {
            try trainer(other, data).run(folder: run, resuming: true, progress: nil)
        }
        #expect(throws: TrainingError.otherRun("data set")) {
            try trainer(configuration(), SyntheticDataset(patients: 44)).run(
                folder: run, resuming: true, progress: nil)
        }
    }

    @Test func `resuming without a saved state starts a new run`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = try SyntheticDataset(patients: 40)
        let outcome = try trainer(configuration(), data).run(folder: RunFolder(folder), resuming: true, progress: nil)
        #expect(outcome.history.count == 3)
    }
}
