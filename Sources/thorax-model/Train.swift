import ArgumentParser
import Foundation
import ReportGeneration
import ReportTraining
import Tensors

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Trains a model and writes its bundle with held-out scores.",
        discussion: """
            Films of nih are cut by patient: 70 % to train on, 10 % to choose the epoch with, 20 % for the scores that \
            are stated; annotation.json of r2gen says itself which study is for what. The run's metrics, curves, \
            checkpoints and state go to a folder named like the bundle with ".run" behind.

            Several processes share the work when mpirun starts them, on one host or more that see the same files \
            (built with --traits MPI).
            """)

    @OptionGroup var data: DatasetOptions

    @Option(help: "The training configuration, a JSON file.", completion: .file(extensions: ["json"]))
    var config: String

    @Option(help: "The folder to write the model bundle to.", completion: .directory)
    var output: String

    @Option(help: "Replaces the configuration's seed; the held-out patients stay the same.")
    var seed: UInt64?

    @Flag(help: "Go on with the run in the run folder, where it was stopped.")
    var resume = false

    @OptionGroup var compute: ComputeOptions

    func run() throws {
        var group: any ProcessGroup = SingleProcess()
        try Failure.reported { group = try World.join() }
        try Failure.reported(in: group) { try train(in: group) }
        group.end()
    }

    private func train(in group: any ProcessGroup) throws {
        var configuration = try TrainingConfiguration.read(URL(fileURLWithPath: config))
        if let seed { configuration.seed = seed }
        let dataset = try data.read(
            split: configuration.split, preprocessing: configuration.preprocessing,
            pipeline: configuration.text.pipeline)
        let progress = TrainingProgress(
            handle: .standardError, isTerminal: isatty(STDERR_FILENO) == 1,
            epochs: configuration.optimization.epochs,
            stepsPerEpoch: configuration.stepsPerEpoch(studies: dataset[.train].count))
        let run = try RunFolder(URL(fileURLWithPath: output + ".run"), isWritten: group.isFirst)
        let result = try BundleTraining.run(
            configuration: configuration, dataset: dataset, description: data.description, runFolder: run,
            output: URL(fileURLWithPath: output), command: command, threads: compute.threads(sharedBy: group.localSize),
            resuming: resume,
            progress: group.isFirst ? progress : nil, group: group)
        guard let result else { return }
        print(result.evaluation.table)
        print("\nbundle \(output), weights \(result.bundle.weightsSHA256)")
    }

    // Without the machine's own paths, so that the same run gives the same provenance anywhere.
    private var command: String {
        var parts = [
            "thorax-model train --dataset \(data.dataset.rawValue) --root DIR",
            "--config \(URL(fileURLWithPath: config).lastPathComponent) --output BUNDLE",
        ]
        if let seed { parts.append("--seed \(seed)") }
        return parts.joined(separator: " ")
    }
}
