import ArgumentParser
import Foundation
import ReportGeneration
import ReportTraining

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Scores a bundle on the patients held out of its training.",
        discussion: """
            Refuses a data set whose folds are not those the bundle was trained with: a film the model has seen proves \
            nothing. The drafts' scores stand beside two that need no model.
            """)

    @Option(help: "The model bundle's folder.", completion: .directory)
    var bundle: String

    @OptionGroup var data: DatasetOptions

    @Option(help: "The fold to score: validation or test.")
    var split: Fold = .test

    @Option(
        help: """
            full compares with all words of a report, truncated with those the decoder was taught, as R2Gen's published \
            scores do.
            """)
    var references: ReferenceLength = .full

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
            let isTerminal = isatty(STDERR_FILENO) == 1
            let evaluation = try Evaluation.run(
                generator: generator, dataset: dataset, fold: split, seed: model.provenance.seed,
                references: references
            ) { done, all in
                guard isTerminal else { return }
                let end = done == all ? "\u{1B}[K\r" : ""
                FileHandle.standardError.write(Data("\r\(done) of \(all) studies\(end)".utf8))
            }
            if json {
                try Output.print(json: evaluation)
            } else {
                print(evaluation.table)
            }
        }
    }
}

extension Fold: ExpressibleByArgument {}
extension ReferenceLength: ExpressibleByArgument {}
