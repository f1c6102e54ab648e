import ArgumentParser
import Foundation
import ReportGeneration
import ReportTraining
import Tensors

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Trains a model and writes its bundle with scores on held-out patients.",
        discussion: """
            An nih or dicom data set is split by patient: 70 % for training, 10 % to select the epoch, 20 % for the \
            reported scores. An r2gen data set defines its split in annotation.json. The run's metrics, curves, \
            checkpoints and state go to a folder named after the bundle with the suffix ".run".

            Processes started by mpirun share the work, on one or more hosts that see the same files (build with \
            --traits MPI).

            Example: thorax-model train --dataset nih --root films --config etc/thorax-model-demo.json --output model
            """)

    @OptionGroup var data: DatasetOptions

    @Option(help: "The training configuration, a JSON file.", completion: .file(extensions: ["json"]))
    var config: String

    @Option(help: "The folder to write the model bundle to.", completion: .directory)
    var output: String

    @Option(help: "Replaces the configuration's seed, 0 to \(UInt64.max); the held-out patients stay the same.")
    var seed: UInt64?

    @Flag(help: "Resume the run in the run folder where it stopped.")
    var resume = false

    @Flag(help: "Overwrite an earlier run or bundle. Without it, neither is touched.")
    var force = false

    @OptionGroup var compute: ComputeOptions

    func validate() throws {
        if resume && force { throw ValidationError("--resume continues a run and --force overwrites it; choose one") }
    }

    func run() throws {
        var group: any ProcessGroup = SingleProcess()
        try Failure.reported { group = try World.join() }
        try Failure.reported(in: group) { try train(in: group) }
        group.end()
    }

    private func train(in group: any ProcessGroup) throws {
        let run = try RunFolder(URL(fileURLWithPath: output + ".run"), isWritten: group.isFirst)
        if !resume && !force { try run.requireNew(bundle: URL(fileURLWithPath: output)) }
        var configuration = try TrainingConfiguration.read(URL(fileURLWithPath: config))
        if let seed { configuration.seed = seed }
        let dataset = try data.read(
            split: configuration.split, preprocessing: configuration.preprocessing,
            pipeline: configuration.text.pipeline)
        let summary = DatasetSummary(dataset)
        try run.write(summary)
        if group.isFirst { FileHandle.standardError.write(Data((summary.text + "\n\n").utf8)) }
        let progress = TrainingProgress(
            handle: .standardError, isTerminal: isatty(STDERR_FILENO) == 1,
            epochs: configuration.optimization.epochs,
            stepsPerEpoch: configuration.stepsPerEpoch(studies: dataset[.train].count))
        let result = try BundleTraining.run(
            configuration: configuration, dataset: dataset, description: data.description, runFolder: run,
            output: URL(fileURLWithPath: output), command: command, threads: compute.threads(sharedBy: group.localSize),
            resuming: resume,
            progress: group.isFirst ? progress : nil, group: group)
        guard let result else { return }
        print(result.evaluation.table)
        print("\nbundle \(output), weights \(result.bundle.weightsSHA256)")
    }

    // Leaves out paths of this machine, so that the same run gives the same provenance anywhere.
    private var command: String {
        var parts = [
            "thorax-model train --dataset \(data.dataset.rawValue) --root DIR",
            "--config \(URL(fileURLWithPath: config).lastPathComponent) --output BUNDLE",
        ]
        if let seed { parts.append("--seed \(seed)") }
        return parts.joined(separator: " ")
    }
}
