import ArgumentParser
import Foundation
import Imaging
import ReportGeneration

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks a bundle's hashes and shows its provenance and its scores on held-out patients.",
        discussion: "Example: thorax-model inspect model")

    @Argument(help: "The model bundle's folder.", completion: .directory)
    var bundle: String

    @Flag(help: "Print provenance.json's content instead of text.")
    var json = false

    func run() throws {
        try Failure.reported {
            let model = try ModelBundle(directory: URL(fileURLWithPath: bundle))
            if json { return try Output.print(json: model.provenance) }
            let provenance = model.provenance
            print("\(model.identity.name) \(model.identity.version)  \(provenance.statement)")
            line("weights", "\(model.weightCount) values, SHA-256 \(model.weightsSHA256)")
            line("input", "\(model.configuration.preprocessing.size) × \(model.configuration.preprocessing.size)")
            line("vocabulary", "\(model.vocabulary.count) words")
            line("trained on", provenance.dataset)
            let folds = ["train", "validation", "test"].map { fold in
                "\(fold) \(provenance.films[fold] ?? 0) films of \(provenance.patients[fold] ?? 0) patients"
            }
            line("folds", folds.joined(separator: ", "))
            line("command", provenance.command)
            line("seed", "\(provenance.seed), epoch \(provenance.chosenEpoch) of \(provenance.epochs)")
            print("held-out scores with 95 % intervals")
            for (name, values) in provenance.scores.sorted(by: { $0.key < $1.key }) where values.count == 3 {
                line("  " + name, String(format: "%.3f [%.3f, %.3f]", values[0], values[1], values[2]))
            }
        }
    }

    private func line(_ name: String, _ value: String) {
        print(name.padding(toLength: max(name.count + 1, 48), withPad: " ", startingAt: 0) + value)
    }
}
