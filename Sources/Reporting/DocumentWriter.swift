import DICOMCore
import DICOMObject
import Foundation
import Platform
import WorkList
import WorkListDatabase

/// Writes a draft, or what became of it, in every form that is asked for, as durable files that no row names yet.
struct DocumentWriter {
    /// A form that could not be written; the others go on without it.
    struct Omission {
        let form: ReportForm
        let error: DICOMObjectError
    }

    typealias Written = (documents: [WorkListStore.NewDocument], omissions: [Omission])

    let files: InstanceFiles
    let routes: [ReporterConfiguration.Route]

    /// Writes a draft: the Basic Text SR always, the others where a route asks for them.
    ///
    /// - Parameter images: the images the draft was made from.
    /// - Throws: when the Basic Text SR cannot be written, or anything failed that may pass; no file is left then.
    func write(
        _ draft: DraftDocument, about images: [ReceivedImage], of claim: WorkListStore.Claim
    ) throws -> Written {
        let paths = images.map(\.instance.path)
        return try write(ReportForm.ofDrafts, always: .basicTextSR) { form, path in
            try draft.write(form, to: path, images: paths, replacing: claim.predecessors[form])
        }
    }

    /// Writes one document in several forms.
    ///
    /// - Parameters:
    ///   - forms: those it can have; it gets the ones that a route asks for.
    ///   - essential: one that it gets in any case, and without which there is no document.
    ///   - body: writes one form to a path.
    /// - Throws: when the essential form cannot be written, or anything failed that may pass; no file is left then.
    func write(
        _ forms: [ReportForm], always essential: ReportForm?, _ body: (ReportForm, String) throws -> Void
    ) throws -> Written {
        var written: Written = ([], [])
        do {
            for form in forms where form == essential || routes.contains(where: { $0.forms.contains(form) }) {
                do {
                    written.documents.append(try write(form, body))
                } catch let error as DICOMObjectError where form != essential && error.concernsFormAlone {
                    written.omissions.append(Omission(form: form, error: error))
                }
            }
        } catch {
            remove(written.documents)
            throw error
        }
        return written
    }

    /// Removes documents that no row will name.
    func remove(_ documents: [WorkListStore.NewDocument]) {
        for document in documents { unlink(files.absolute(document.path)) }
    }

    private func write(
        _ form: ReportForm, _ body: (ReportForm, String) throws -> Void
    ) throws -> WorkListStore.NewDocument {
        let scratch = "\(files.incoming)/\(getpid()).document.part"
        defer { unlink(scratch) }
        try body(form, scratch)

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
