import ArgumentParser
import FindingLabels
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
            for text in Self.calibration(model.configuration) { print(text) }
            print("held-out scores with 95 % intervals")
            for (name, values) in provenance.scores.sorted(by: { $0.key < $1.key }) where values.count == 3 {
                line("  " + name, String(format: "%.3f [%.3f, %.3f]", values[0], values[1], values[2]))
            }
        }
    }

    /// What a probability of the bundle means: the limits of each finding, and how many of the films that the calibration was
    /// fitted on have it.
    static func calibration(_ configuration: BundleConfiguration) -> [String] {
        guard configuration.calibration != nil, let prevalences = configuration.prevalences else {
            return ["probabilities are not calibrated"]
        }
        func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
        let rows = configuration.labels.indices.map { label in
            let rule = FindingDegree.rule(
                threshold: Double(configuration.thresholds[label]),
                presentThreshold: configuration.presentThresholds.map { Double($0[label]) }, percent)
            return named("  " + configuration.labels[label], percent(prevalences[label]) + ", " + rule)
        }
        return ["prevalence on the validation films, for which the probabilities are calibrated"] + rows
    }

    private func line(_ name: String, _ value: String) { print(Self.named(name, value)) }

    private static func named(_ name: String, _ value: String) -> String {
        name.padding(toLength: max(name.count + 1, 48), withPad: " ", startingAt: 0) + value
    }
}
