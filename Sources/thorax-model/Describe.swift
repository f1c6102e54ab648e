import ArgumentParser
import Foundation
import Imaging
import ReportTraining

struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what a data set holds before a model is trained on it.",
        discussion: """
            Counts studies, patients, views, findings and report lengths of each fold, decodes every picture once, and \
            finds equal pictures, equal reports and patients in two folds. Lines that begin with an exclamation mark \
            are problems; the exit code is 2 if there is one.

            Example: thorax-model describe --dataset nih --root films --config etc/thorax-model-demo.json --picture data.svg
            """)

    @OptionGroup var data: DatasetOptions

    @Option(
        help: "The training configuration, a JSON file, whose split and text pipeline are used.",
        completion: .file(extensions: ["json"]))
    var config: String

    @Option(help: "Writes the findings of each fold as a picture, SVG.", completion: .file(extensions: ["svg"]))
    var picture: String?

    @Flag(help: "Print JSON instead of text.")
    var json = false

    func run() throws {
        try Failure.reported {
            let configuration = try TrainingConfiguration.read(URL(fileURLWithPath: config))
            // This recipe reads pictures later, one by one.
            let dataset = try data.read(
                split: configuration.split, preprocessing: Preprocessing(imageNetSize: 224, channels: 1),
                pipeline: configuration.text.pipeline)
            var summary = DatasetSummary(dataset)
            summary.pictures = PictureSummary(dataset) { Output.progress($0, of: $1, "pictures") }
            if let picture { try OutputFile(path: picture).write(line: summary.figure) }
            if json { try Output.print(json: summary) } else { print(summary.text) }
            if summary.hasProblem { throw ExitCode(2) }
        }
    }
}
