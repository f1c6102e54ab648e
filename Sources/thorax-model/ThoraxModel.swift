import ArgumentParser
import DICOMCore

/// `thorax-model`: trains, evaluates and runs the report model.
@main
struct ThoraxModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thorax-model",
        abstract: "Trains, evaluates and runs the model that drafts chest X-ray reports.",
        discussion: "Example: thorax-model report --bundle samples/model samples/xrays/thoraxd-0001-1.dcm",
        version: Implementation.version,
        subcommands: [
            Describe.self, Train.self, Configuration.self, Evaluate.self, Ablate.self, Label.self, Score.self,
            Report.self, Inspect.self, Import.self, Orientation.self,
        ])
}
