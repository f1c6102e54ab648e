package import Foundation
package import ReportGeneration
package import Tensors

/// Trains a bundle from a configuration and a data set and scores it on held-out patients; implements `thorax-model
/// train`.
package enum BundleTraining {
    /// Freed memory kept for reuse by the next training step.
    static let keptBytes = 4 << 30

    /// Trains, writes the bundle with the best epoch's weights (float16), reads it back and evaluates it on the test
    /// fold; the scores go into its provenance. With several ranks, rank 0 does everything except training; the others
    /// get nil.
    ///
    /// Throws `TrainingError`, `DatasetError`, `ImagingError` or `ReportGenerationError`.
    package static func run(
        configuration: TrainingConfiguration, dataset: StudyDataset, description: DatasetDescription,
        runFolder: RunFolder, output: URL, command: String,
        threads: Int, resuming: Bool = false, progress: TrainingProgress?, group: any ProcessGroup = SingleProcess()
    ) throws -> (bundle: ModelBundle, evaluation: Evaluation)? {
        try ReportGenerator.prepare(threads: threads)
        StoragePool.limit(bytes: keptBytes)
        let trainer = try Trainer(configuration: configuration, dataset: dataset, group: group)
        let outcome = try trainer.run(folder: runFolder, resuming: resuming, progress: progress)
        try trainer.network.load(outcome.checkpoint)
        let scores = try trainer.validate().scores
        guard group.isFirst else { return nil }
        let choice = CalibrationChoice(scores: scores, studies: dataset[.validation])
        let bundleConfiguration = BundleConfiguration(
            name: configuration.name, version: configuration.version, network: trainer.network.configuration,
            preprocessing: configuration.preprocessing, labels: dataset.labels,
            thresholds: choice.thresholds, presentThresholds: choice.presentThresholds,
            calibration: choice.calibration, prevalences: choice.prevalences, beamCount: configuration.beamCount,
            promptsFindings: configuration.promptsFindings,
            textPipeline: configuration.text.pipeline)
        var provenance = Provenance(
            statement: description.statement, dataset: description.source, command: command, seed: configuration.seed,
            split: configuration.split, splitSHA256: dataset.splitSHA256,
            films: Dictionary(uniqueKeysWithValues: dataset.studies.map { ($0.key.rawValue, $0.value) }),
            patients: Dictionary(uniqueKeysWithValues: dataset.patients.map { ($0.key.rawValue, $0.value) }),
            epochs: configuration.optimization.epochs, chosenEpoch: outcome.epoch, compute: Compute.description,
            configuration: String(decoding: try configuration.json, as: UTF8.self), scores: [:])
        provenance.calibrationLosses = Dictionary(
            uniqueKeysWithValues: choice.losses.map { ($0.key.rawValue, $0.value) })
        var safety: SafetyReference?
        func write() throws -> ModelBundle {
            try ModelBundle.write(
                to: output, configuration: bundleConfiguration, vocabulary: trainer.vocabulary, provenance: provenance,
                checkpoint: outcome.checkpoint, safety: safety)
        }
        let plain = try ReportGenerator(bundle: write(), threads: threads)
        if let pictures = try SafetyLearning.pictures(generator: plain, dataset: dataset) {
            var reference = try SafetyLearning.reference(
                pictures, generator: plain, vocabulary: trainer.vocabulary, dataset: dataset, seed: configuration.seed)
            reference.orientation = SafetyLearning.orientation(pictures, seed: configuration.seed)
            safety = reference
        }
        let generator = try ReportGenerator(bundle: write(), threads: threads)
        let evaluation = try Evaluation.run(
            generator: generator, dataset: dataset, fold: .test, seed: configuration.seed)
        provenance.scores = evaluation.summary
        return (try write(), evaluation)
    }
}
