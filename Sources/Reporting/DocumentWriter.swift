import DICOMCore
import DICOMObject
import Foundation
import Platform
import WorkList

/// Writes a draft in every form that is asked for, as durable files that no row names yet.
struct DocumentWriter {
    /// A form that could not be written; the draft goes on without it.
    struct Omission {
        let form: ReportForm
        let error: DICOMObjectError
    }

    let files: InstanceFiles
    let routes: [ReporterConfiguration.Route]

    /// The Basic Text SR always, the others where a route asks for them.
    private var forms: [ReportForm] {
        ReportForm.allCases.filter { form in form == .basicTextSR || routes.contains { $0.forms.contains(form) } }
    }

    /// - Parameter images: the images the draft was made from.
    /// - Throws: when the Basic Text SR cannot be written, or anything failed that may pass; no file is left then.
    func write(
        _ draft: DraftDocument, about images: [ReceivedImage], of claim: WorkListStore.Claim
    ) throws -> (documents: [WorkListStore.NewDocument], omissions: [Omission]) {
        var documents: [WorkListStore.NewDocument] = []
        var omissions: [Omission] = []
        do {
            for form in forms {
                do {
                    documents.append(try write(draft, as: form, images, replacing: claim.predecessors[form]))
                } catch let error as DICOMObjectError where form != .basicTextSR && error.concernsFormAlone {
                    omissions.append(Omission(form: form, error: error))
                }
            }
        } catch {
            remove(documents)
            throw error
        }
        return (documents, omissions)
    }

    /// Removes documents that no row will name.
    func remove(_ documents: [WorkListStore.NewDocument]) {
        for document in documents { unlink(files.absolute(document.path)) }
    }

    private func write(
        _ draft: DraftDocument, as form: ReportForm, _ images: [ReceivedImage],
        replacing predecessor: InstanceReference?
    ) throws -> WorkListStore.NewDocument {
        let scratch = "\(files.incoming)/\(getpid()).document.part"
        defer { unlink(scratch) }
        try draft.write(
            form, to: scratch, images: images.map(\.instance.path), replacing: predecessor)

        // DCMTK writes without fsync, so its bytes go through a durable file before any row names them.
        let file = try DurableFile(in: files.incoming)
        guard let bytes = try? Data(contentsOf: URL(filePath: scratch)) else {
            throw PlatformError.file(operation: "read", path: scratch, errno: errno)
        }
        bytes.withUnsafeBytes { file.write($0) }
        // What is said of a document to who looks for it is read from the document, as of every other object.
        var source = ScanSource(Array(bytes))
        let location = try FileMetaInformation.Location(in: &source)
        let header = try InstanceHeader(
            scanning: &source, from: location.dataSetOffset, transferSyntax: location.transferSyntax)
        let contents = file.contents
        let path = try files.newInstancePath()
        try file.commit(as: files.absolute(path))
        return WorkListStore.NewDocument(
            form: form, header: header, path: path, contents: contents,
            destinations: routes.filter { $0.forms.contains(form) }.map(\.destination))
    }
}

extension DICOMObjectError {
    /// The form is at fault, not the study and not the machine's memory or disk: trying again writes it no better.
    fileprivate var concernsFormAlone: Bool {
        switch self {
        case .invalidReport, .notDrawn: true
        default: false
        }
    }
}
