import ArgumentParser
import Foundation
import Imaging
import ReportGeneration

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Drafts a report for one study from its pictures.",
        discussion: """
            A draft is never a diagnosis. Several pictures are treated as views of one study. Each sentence is \
            followed by the probability of its findings; an exclamation mark means that a check found a problem. Of a \
            DICOM file it also says how it was displayed to the model, and what was passed over.
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
            let pictures = try images.map(Picture.init)
            let draft = try generator.draft(pictures.map(\.image))
            let display = pictures.map(\.display)
            if json {
                try Output.print(
                    json: ReportDocument(draft, of: model, pictures: zip(images, display).map { ($0, $1) }))
            } else {
                let listing = DraftListing(draft, display: display, isColoured: isatty(STDOUT_FILENO) == 1)
                print(listing.lines.joined(separator: "\n"))
                print("\(model.identity.name) \(model.identity.version). \(model.provenance.statement)")
            }
        }
    }
}
