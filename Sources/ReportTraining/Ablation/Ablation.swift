import Dispatch
package import Foundation
import NeuralNetwork
import ReportGeneration
import ReportMetrics
import Synchronization

/// Trains every variant on every data set with several seeds, several at a time, and puts the table together.
package enum Ablation {
    /// One base with the variants that are still to be tuned from it.
    private struct Job: Sendable {
        let data: AblationData
        let seed: UInt64
        let variants: [AblationConfiguration.Variant]

        /// Studies it trains on, over all epochs.
        var studies: Int {
            let epochs = data.settings.base.epochs + variants.count * data.settings.tuning.epochs
            return epochs * data.dataset[.train].count
        }
    }

    /// Runs what the folder does not have yet, `threads` runs at a time with one thread each, so that the results do not
    /// depend on `threads`. Relative folders of the configuration start at `base`.
    ///
    /// Throws `TrainingError`, `DatasetError`, `ImagingError`, `ReportGenerationError` or `ReportMetricsError`; finished runs
    /// stay in the folder.
    package static func run(
        _ configuration: AblationConfiguration, seeds: Int, relativeTo base: URL, folder: AblationFolder, threads: Int,
        progress: AblationProgress
    ) throws -> AblationTable {
        try ReportGenerator.prepare(threads: 1)
        // Before hours of training, not after.
        let wordNet = try WordNet()
        let sets = try configuration.datasets.map { try AblationData($0, folder: base) }
        let seeds = (1...UInt64(seeds)).map { $0 }
        let jobs = try sets.flatMap { data in
            try seeds.compactMap { seed -> Job? in
                let missing = try configuration.variants.filter {
                    try finished(configuration, data, $0, seed, folder) == nil
                }
                return missing.isEmpty ? nil : Job(data: data, seed: seed, variants: missing)
            }
        }
        progress.expect(
            studies: jobs.reduce(0) { $0 + $1.studies }, runs: jobs.reduce(0) { $0 + $1.variants.count })
        try perform(jobs, threads: threads) { job in
            let training = AblationTraining(configuration, job.data, seed: job.seed, progress: progress)
            let checkpoint = try trainedBase(configuration, job, training, folder)
            for variant in job.variants {
                let run = try training.run(variant, from: checkpoint)
                try folder.write(run)
                progress.finish(run)
            }
        }
        return AblationTable(
            resamples: configuration.resamples,
            sets: try sets.map { data in
                let runs = try configuration.variants.map { variant in
                    try seeds.compactMap { try finished(configuration, data, variant, $0, folder) }
                }
                return try AblationTable.Section(configuration, data, runs: runs, wordNet: wordNet)
            })
    }

    /// The base of a job, from the folder where it is there.
    private static func trainedBase(
        _ configuration: AblationConfiguration, _ job: Job, _ training: AblationTraining, _ folder: AblationFolder
    ) throws -> Checkpoint {
        let dataset = job.data.settings
        // Without a variant and without the tuning, neither of which the base depends on.
        var untuned = dataset
        untuned.tuning = untuned.base
        let fingerprint = try configuration.fingerprint(
            untuned, AblationConfiguration.Variant(name: "", contrastive: nil), source: job.data.source)
        if let base = folder.base(dataset: dataset.name, seed: job.seed, fingerprint: fingerprint) { return base }
        let base = try training.base()
        try folder.write(base, dataset: dataset.name, seed: job.seed, fingerprint: fingerprint)
        return base
    }

    private static func finished(
        _ configuration: AblationConfiguration, _ data: AblationData, _ variant: AblationConfiguration.Variant,
        _ seed: UInt64, _ folder: AblationFolder
    ) throws -> AblationRun? {
        folder.run(
            dataset: data.settings.name, variant: variant.name, seed: seed,
            fingerprint: try configuration.fingerprint(data.settings, variant, source: data.source))
    }

    /// Does the jobs on as many threads, largest first; after an error no new job is begun.
    private static func perform(
        _ jobs: [Job], threads: Int, _ body: @Sendable (Job) throws -> Void
    ) throws {
        let queue = Mutex(jobs.sorted { $0.studies < $1.studies })
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: min(threads, max(jobs.count, 1))) { _ in
            while failure.withLock({ $0 == nil }), let job = queue.withLock({ $0.popLast() }) {
                do {
                    try body(job)
                } catch {
                    failure.withLock { $0 = $0 ?? error }
                }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
