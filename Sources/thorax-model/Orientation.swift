import ArgumentParser
import Foundation
import ReportGeneration
import ReportTraining

struct Orientation: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures, or learns, how a bundle recognizes turned and mirrored films.",
        discussion: """
            Lays each film of a fold in all eight orientations and prints how many would be refused or noticed. The data set \
            must be split as the bundle was trained.

            With --learn, the check is learned from the training fold first, its limits are set from the validation fold, and \
            the bundle's safety.safetensors and SHA256SUMS are written again; nothing else in the bundle changes. train does \
            the same for a new bundle.

            Example: thorax-model orientation --bundle model --dataset nih --root films
            """)

    @Option(help: "The model bundle's folder.", completion: .directory)
    var bundle: String

    @OptionGroup var data: DatasetOptions

    @Option(help: "The fold to measure: validation or test.")
    var split: Fold = .test

    @Flag(help: "Learn the check and write it into the bundle before measuring.")
    var learn = false

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    @OptionGroup var compute: ComputeOptions

    func run() throws {
        try Failure.reported {
            let folder = URL(fileURLWithPath: bundle)
            var model = try ModelBundle(directory: folder)
            let dataset = try data.read(
                split: model.provenance.split, preprocessing: model.configuration.preprocessing,
                pipeline: model.configuration.textPipeline,
                only: learn ? [.train, .validation, split] : [split])
            guard dataset.splitSHA256 == model.provenance.splitSHA256 else { throw TrainingError.otherSplit }
            if learn { model = try learned(model, dataset, in: folder) }
            guard model.safety?.orientation != nil else { throw TrainingError.noOrientationCheck }
            let evaluation = try OrientationEvaluation.run(
                generator: ReportGenerator(bundle: model, threads: compute.threads()), dataset: dataset, fold: split
            ) { Output.progress($0, of: $1, "kinds of picture") }
            if json {
                try Output.print(json: evaluation)
            } else {
                print(evaluation.table)
            }
        }
    }

    private func learned(_ model: ModelBundle, _ dataset: StudyDataset, in folder: URL) throws -> ModelBundle {
        guard var safety = model.safety else { throw TrainingError.noSafetyReference }
        let generator = try ReportGenerator(bundle: model, threads: compute.threads())
        guard let pictures = try SafetyLearning.pictures(generator: generator, dataset: dataset) else {
            throw TrainingError.tooFewFilms
        }
        safety.orientation = SafetyLearning.orientation(pictures, seed: model.provenance.seed) {
            Output.progress($0, of: $1, "epochs")
        }
        guard safety.orientation != nil else { throw TrainingError.tooFewFilms }
        return try ModelBundle.replaceSafety(of: folder, with: safety)
    }
}
