import ArgumentParser
import Foundation
import Imaging
import ReportGeneration

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Drafts the report of one study from its pictures.",
        discussion: "A draft is never a diagnosis. Several pictures are taken as the views of one study.")

    @Option(help: "The model bundle's folder.", completion: .directory)
    var bundle: String

    @Flag(help: "Print JSON instead of text.")
    var json = false

    @OptionGroup var compute: ComputeOptions

    @Argument(help: "PNG, JPEG or DICOM files.", completion: .file())
    var images: [String]

    func run() throws {
        try Failure.reported {
            let model = try ModelBundle(directory: URL(fileURLWithPath: bundle))
            let generator = try ReportGenerator(bundle: model, threads: compute.threads())
            let draft = try generator.draft(images.map(Picture.read))
            if json {
                try Output.print(json: draft)
            } else {
                show(draft, of: model)
            }
        }
    }

    private func show(_ draft: DraftReport, of model: ModelBundle) {
        print(draft.text)
        print("\nfindings by probability")
        for finding in draft.probabilities.sorted(by: { $0.probability > $1.probability }) {
            let percent = String(format: "%5.1f %%", finding.probability * 100)
            let name = finding.label.padding(toLength: 20, withPad: " ", startingAt: 0)
            print("  \(name)\(percent)\(finding.isLikely ? "  likely" : "")")
        }
        let words = zip(draft.findings + draft.impression, draft.sentenceConfidence).min { $0.1 < $1.1 }
        if let words { print("\nleast certain sentence (\(String(format: "%.2f", words.1))): \(words.0)") }
        print(
            String(
                format: "\npreprocess %.0f ms, encoder %.0f ms, decoder %.0f ms", draft.timings.preprocess * 1000,
                draft.timings.encoder * 1000, draft.timings.decoder * 1000))
        print("\(model.identity.name) \(model.identity.version). \(model.provenance.statement)")
    }
}
