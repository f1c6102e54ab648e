import ArgumentParser
import Foundation
import Imaging
import ReportGeneration
import ReportTraining

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Drafts a report for one study from its pictures, or for many.",
        discussion: """
            A draft is never a diagnosis. Several pictures are treated as views of one study. Each sentence is \
            followed by the probability of its findings; an exclamation mark means that a check found a problem. Of a \
            DICOM file it also says how it was displayed to the model, and what was passed over.

            With --studies, each line of FILE names one study, \(StudyLine.example), and one JSON object per \
            study is printed in the same order. A study that cannot be drafted has "error" and "hint" instead of a \
            draft; the others are drafted, and the exit code is 2.

            Examples:
            thorax-model report --bundle model frontal.dcm lateral.dcm
            thorax-model report --bundle model --studies studies.jsonl > drafts.jsonl
            """)

    @Option(help: "The model bundle's folder.", completion: .directory)
    var bundle: String

    @Option(
        help: "A file of JSON lines that name studies; - is standard input.", completion: .file(extensions: ["jsonl"]))
    var studies: String?

    @Flag(help: "Print JSON instead of text.")
    var json = false

    @OptionGroup var compute: ComputeOptions

    @Argument(help: "PNG, JPEG or DICOM files.", completion: .file())
    var images: [String] = []

    func validate() throws {
        guard images.isEmpty == (studies != nil) else {
            throw ValidationError("name the pictures of one study, or a file of studies with --studies")
        }
    }

    func run() throws {
        try Failure.reported {
            let model = try ModelBundle(directory: URL(fileURLWithPath: bundle))
            let generator = try ReportGenerator(bundle: model, threads: compute.threads())
            if let studies { return try draft(studies: studies, generator, of: model) }
            let (draft, pictures) = try draft(images, generator)
            let display = pictures.map(\.display)
            if json {
                try Output.print(
                    json: ReportOutput(draft, of: model, pictures: zip(images, display).map { ($0, $1) }))
            } else {
                let listing = DraftListing(draft, display: display, isColoured: isatty(STDOUT_FILENO) == 1)
                print(listing.lines.joined(separator: "\n"))
                print("\(model.identity.name) \(model.identity.version). \(model.provenance.statement)")
            }
        }
    }

    private func draft(_ images: [String], _ generator: ReportGenerator) throws -> (DraftReport, [Picture]) {
        let pictures = try images.map(Picture.init)
        return (try generator.draft(pictures.map(\.image)), pictures)
    }

    private func draft(studies path: String, _ generator: ReportGenerator, of model: ModelBundle) throws {
        var lines =
            path == "-"
            ? JSONLines<StudyLine>(handle: .standardInput, path: "standard input") : try JSONLines(path: path)
        var failed = 0
        while let (line, study) = try lines.next() {
            let document = Result {
                guard !study.images.isEmpty else {
                    throw JSONLinesError.badLine(
                        path: path, line: line, reason: "names no image", example: StudyLine.example)
                }
                let (draft, pictures) = try draft(study.images, generator)
                return ReportOutput(
                    draft, of: model, pictures: zip(study.images, pictures).map { ($0, $1.display) })
            }
            if case .failure = document { failed += 1 }
            try Output.print(line: StudyLineResult(id: study.id, draft: document))
        }
        guard failed > 0 else { return }
        FileHandle.standardError.write(Data("warning: \(failed) studies could not be drafted\n".utf8))
        throw ExitCode(2)
    }
}
