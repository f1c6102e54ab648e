import ArgumentParser
import Foundation
import ReportTraining

struct Ablate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares variants of the contrastive loss, one table row each.",
        discussion: """
            For each data set and seed, trains a base model, fine-tunes a copy with each variant for the same number of \
            steps, and scores drafts of the held-out studies. Writes table.md, table.json, differences.svg and, for \
            variants with a control, controls.svg. Finished runs are kept in the output folder; a second call runs \
            only what is missing.

            Example: thorax-model ablate --config etc/thorax-model-ablation.json --seeds 5 --output ablation
            """)

    @Option(help: "The ablation's configuration, a JSON file.", completion: .file(extensions: ["json"]))
    var config: String

    private static let seedCounts = 1...100

    @Option(help: "Seeds to train each variant with, \(seedCounts.lowerBound) to \(seedCounts.upperBound).")
    var seeds = 3

    @Option(help: "The folder for finished runs and the table.", completion: .directory)
    var output = "ablation"

    @Flag(help: "Print JSON instead of Markdown.")
    var json = false

    @OptionGroup var compute: ComputeOptions

    func validate() throws {
        guard Self.seedCounts.contains(seeds) else {
            throw ValidationError("--seeds must be \(Self.seedCounts.lowerBound) to \(Self.seedCounts.upperBound)")
        }
    }

    func run() throws {
        try Failure.reported {
            let file = URL(fileURLWithPath: config)
            let configuration = try AblationConfiguration.read(file)
            let folder = try AblationFolder(URL(fileURLWithPath: output))
            let progress = AblationProgress(handle: .standardError, isTerminal: isatty(STDERR_FILENO) == 1)
            let table = try Ablation.run(
                configuration, seeds: seeds, relativeTo: file.deletingLastPathComponent(), folder: folder,
                threads: compute.threads(), progress: progress)
            try folder.write(Data(table.markdown.utf8), to: "table.md")
            try folder.write(Data(table.figure.utf8), to: "differences.svg")
            try folder.write(table.controlFigure.map { Data($0.utf8) }, to: "controls.svg")
            try folder.write(try Output.json(table), to: "table.json")
            if json {
                try Output.print(json: table)
            } else {
                print(table.markdown)
            }
        }
    }
}
