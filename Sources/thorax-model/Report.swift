import ArgumentParser
import Foundation
import Imaging
import ReportGeneration

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Drafts a report for one study from its pictures.",
        discussion: """
            A draft is never a diagnosis. Several pictures are treated as views of one study. Each sentence is \
            followed by the probability of its findings; an exclamation mark means that a check found a problem.
            """)

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
                try Output.print(json: ReportDocument(draft, of: model, pictures: images))
            } else {
                print(DraftListing(draft, isColoured: isatty(STDOUT_FILENO) == 1).lines.joined(separator: "\n"))
                print("\(model.identity.name) \(model.identity.version). \(model.provenance.statement)")
            }
        }
    }
}
