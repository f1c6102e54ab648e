import Dispatch
package import Foundation
import NeuralNetwork
import ReportGeneration
import ReportMetrics
import Synchronization
import Tensors

/// Trains every variant on every data set with several seeds, several runs in parallel, and builds the results table.
package enum Ablation {
    /// One base model and the variants that still have to be tuned from it.
    private struct Job: Sendable {
        let data: AblationData
        let seed: UInt64
        let variants: [AblationConfiguration.Variant]

        /// Number of studies it trains on, summed over all epochs.
        var studies: Int {
            let epochs = data.settings.base.epochs + variants.count * data.settings.tuning.epochs
            return epochs * data.dataset[.train].count
        }
    }

    /// Runs what is missing from the folder, `threads` runs in parallel with one thread each, so that results do not
    /// depend on `threads`. Relative paths in the configuration are resolved against `base`.
    ///
    /// Throws `TrainingError`, `DatasetError`, `ImagingError`, `ReportGenerationError` or `ReportMetricsError`;
    /// finished runs stay in the folder.
    package static func run(
        _ configuration: AblationConfiguration, seeds: Int, relativeTo base: URL, folder: AblationFolder, threads: Int,
        progress: AblationProgress
    ) throws -> AblationTable {
        try ReportGenerator.prepare(threads: 1)
        // Fails before hours of training rather than after.
        let wordNet = try WordNet()
        let sets = try configuration.datasets.map { try AblationData($0, folder: base) }
        if sets.contains(where: { $0.trunk != nil }) { StoragePool.limit(bytes: BundleTraining.keptBytes) }
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
            sets: try sets.map { data in
                let runs = try configuration.variants.map { variant in
                    try seeds.compactMap { try finished(configuration, data, variant, $0, folder) }
                }
                return try AblationTable.Section(configuration, data, runs: runs, wordNet: wordNet)
            })
    }

    /// The base model of a job, read from the folder if it exists.
    private static func trainedBase(
        _ configuration: AblationConfiguration, _ job: Job, _ training: AblationTraining, _ folder: AblationFolder
    ) throws -> Checkpoint {
        let dataset = job.data.settings
        // Leaves out variant and tuning stage, which the base does not depend on.
        var untuned = dataset
        untuned.tuning = untuned.base
        let fingerprint = try configuration.fingerprint(
            untuned, AblationConfiguration.Variant(name: "", contrastive: nil), source: job.data.source, measures: [])
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

    /// Runs the jobs on the given number of threads, largest first; after an error no new job is started.
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
