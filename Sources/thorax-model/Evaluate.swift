import ArgumentParser
import Foundation
import ReportGeneration
import ReportTraining

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Scores a bundle on patients held out from its training.",
        discussion: """
            Refuses a data set that is not split into the folds the bundle was trained with, since scores on films the \
            model has seen would be meaningless. The drafts are compared with two baselines that need no model.

            Example: thorax-model evaluate --bundle model --dataset nih --root films --predictions predictions.jsonl
            """)

    @Option(help: "The model bundle's folder.", completion: .directory)
    var bundle: String

    @OptionGroup var data: DatasetOptions

    @Option(help: "The fold to score: validation or test.")
    var split: Fold = .test

    @Option(
        help: """
            What drafts are compared with: full is the whole report, truncated is the report as the decoder was trained \
            on it, as in R2Gen's published scores.
            """)
    var references: ReferenceLength = .full

    @Option(
        help: "Writes a JSON line per study to this file: reference, draft, each finding's label and probability.",
        completion: .file(extensions: ["jsonl"]))
    var predictions: String?

    @Option(
        help: """
            Writes a reliability diagram to this file: how often findings are present at each probability, before and \
            after calibration.
            """,
        completion: .file(extensions: ["svg"]))
    var reliability: String?

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    @OptionGroup var compute: ComputeOptions

    func run() throws {
        try Failure.reported {
            let model = try ModelBundle(directory: URL(fileURLWithPath: bundle))
            let generator = try ReportGenerator(bundle: model, threads: compute.threads())
            let dataset = try data.read(
                split: model.provenance.split, preprocessing: model.configuration.preprocessing,
                pipeline: model.configuration.textPipeline, only: [.train, split])
            guard dataset.splitSHA256 == model.provenance.splitSHA256 else { throw TrainingError.otherSplit }
            let predicted = try predictions.map(OutputFile.init)
            let evaluation = try Evaluation.run(
                generator: generator, dataset: dataset, fold: split, seed: model.provenance.seed,
                references: references
            ) { prediction, done in
                try predicted?.write(line: Output.line(prediction))
                Output.progress(done, of: dataset[split].count, "studies")
            }
            if json {
                try Output.print(json: evaluation)
            } else {
                print(evaluation.table)
            }
            // The diagram is written last, so that an earlier one stays if the evaluation fails.
            if let reliability { try OutputFile(path: reliability).write(line: evaluation.reliabilityFigure) }
        }
    }
}

extension Fold: ExpressibleByArgument {}
extension ReferenceLength: ExpressibleByArgument {}
