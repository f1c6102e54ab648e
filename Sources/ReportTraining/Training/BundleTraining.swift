package import Foundation
package import ReportGeneration
package import Tensors

/// From a configuration and a data set to a bundle with its held-out scores: what `thorax-model train` does.
package enum BundleTraining {
    static let statement =
        "For demonstration, not for clinical use: trained on a thousand films whose labels were mined from reports by "
        + "rules, with report texts composed from those labels."
    static let datasetNote =
        "NIH ChestX-ray14 (a selection of 1,000 films), provided by the NIH Clinical Center, "
        + "https://nihcc.app.box.com/v/ChestXray-NIHCC. Wang X, Peng Y, Lu L, Lu Z, Bagheri M, Summers RM. "
        + "ChestX-ray8: Hospital-scale Chest X-ray Database and Benchmarks on Weakly-Supervised Classification and "
        + "Localization of Common Thorax Diseases. IEEE CVPR 2017, 3462-3471."

    /// Trains, writes the bundle with the chosen epoch's weights as stored (float16), reads it back and evaluates that
    /// on the test fold; the scores go into its provenance. Of several ranks the first does all but the training; the others
    /// get nil.
    ///
    /// Throws `TrainingError`, `DatasetError`, `ImagingError` or `ReportGenerationError`.
    package static func run(
        configuration: TrainingConfiguration, dataset: StudyDataset, runFolder: RunFolder, output: URL, command: String,
        threads: Int, resuming: Bool = false, progress: TrainingProgress?, group: any ProcessGroup = SingleProcess()
    ) throws -> (bundle: ModelBundle, evaluation: Evaluation)? {
        try ReportGenerator.prepare(threads: threads)
        let trainer = try Trainer(configuration: configuration, dataset: dataset, group: group)
        let outcome = try trainer.run(folder: runFolder, resuming: resuming, progress: progress)
        try trainer.network.load(outcome.checkpoint)
        let thresholds = try trainer.thresholds()
        guard group.isFirst else { return nil }
        let bundleConfiguration = BundleConfiguration(
            name: configuration.name, version: configuration.version, network: trainer.network.configuration,
            preprocessing: configuration.preprocessing, labels: dataset.labels,
            thresholds: thresholds, beamCount: configuration.beamCount,
            promptsFindings: configuration.promptsFindings,
            textPipeline: configuration.text.pipeline)
        var provenance = Provenance(
            statement: statement, dataset: datasetNote, command: command, seed: configuration.seed,
            split: configuration.split, splitSHA256: dataset.splitSHA256,
            films: Dictionary(uniqueKeysWithValues: dataset.studies.map { ($0.key.rawValue, $0.value) }),
            patients: Dictionary(uniqueKeysWithValues: dataset.patients.map { ($0.key.rawValue, $0.value) }),
            epochs: configuration.optimization.epochs, chosenEpoch: outcome.epoch, compute: Compute.description,
            configuration: String(decoding: try configuration.json, as: UTF8.self), scores: [:])
        func write() throws -> ModelBundle {
            try ModelBundle.write(
                to: output, configuration: bundleConfiguration, vocabulary: trainer.vocabulary, provenance: provenance,
                checkpoint: outcome.checkpoint)
        }
        let generator = try ReportGenerator(bundle: write(), threads: threads)
        let evaluation = try Evaluation.run(
            generator: generator, dataset: dataset, fold: .test, seed: configuration.seed)
        provenance.scores = evaluation.summary
        return (try write(), evaluation)
    }
}
