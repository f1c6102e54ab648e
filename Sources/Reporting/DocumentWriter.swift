import DICOMCore
import DICOMObject
import Foundation
import Platform
import WorkList
import WorkListDatabase

/// Writes a draft or its successor documents in every requested form, as durable files that no row names yet.
struct DocumentWriter {
    /// A form that could not be written; the other forms are written without it.
    struct Omission {
        let form: ReportForm
        let error: DICOMObjectError
    }

    /// The documents, the forms left out, and the scripts of drawn texts that no installed font has.
    typealias Written = (
        documents: [WorkListStore.NewDocument], omissions: [Omission], scriptsWithoutFont: Set<PageScript>
    )

    let files: InstanceFiles
    let routes: [ReporterConfiguration.Route]

    /// Writes a draft: always as Basic Text SR, and in the other forms that a route requests.
    ///
    /// - Parameters:
    ///   - images: the images the draft was made from.
    ///   - films: the same by path, as they are displayed.
    /// - Throws: if the Basic Text SR cannot be written, or after a temporary failure; no file is left behind.
    func write(
        _ draft: DraftDocument, about images: [ReceivedImage], films: DisplayedFilms, of claim: WorkListStore.Claim
    ) throws -> Written {
        let paths = images.map(\.instance.path)
        return try write(ReportForm.ofDrafts, always: .basicTextSR) { form, path in
            try draft.write(form, to: path, images: paths, films: films, replacing: claim.predecessors[form])
                .scriptsWithoutFont
        }
    }

    /// Writes one document in several forms.
    ///
    /// - Parameters:
    ///   - forms: the possible forms; those that a route requests are written.
    ///   - essential: a form that is always written, and without which writing fails.
    ///   - body: writes one form to a path, and returns the scripts of its drawn text that no installed font has.
    /// - Throws: if the essential form cannot be written, or after a temporary failure; no file is left behind.
    func write(
        _ forms: [ReportForm], always essential: ReportForm?, _ body: (ReportForm, String) throws -> [PageScript]
    ) throws -> Written {
        var written: Written = ([], [], [])
        do {
            for form in forms where form == essential || routes.contains(where: { $0.forms.contains(form) }) {
                do {
                    let (document, scripts) = try write(form, body)
                    written.documents.append(document)
                    written.scriptsWithoutFont.formUnion(scripts)
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
        _ form: ReportForm, _ body: (ReportForm, String) throws -> [PageScript]
    ) throws -> (document: WorkListStore.NewDocument, scriptsWithoutFont: [PageScript]) {
        let scratch = "\(files.incoming)/\(getpid()).document.part"
        defer { unlink(scratch) }
        let scripts = try body(form, scratch)

        // DCMTK writes without fsync, so the bytes are copied to a durable file before any row names them.
        let file = try DurableFile(in: files.incoming)
        guard let bytes = try? Data(contentsOf: URL(filePath: scratch)) else {
            throw PlatformError.file(operation: "read", path: scratch, errno: errno)
        }
        bytes.withUnsafeBytes { file.write($0) }
        // The query attributes are scanned from the document, as for every other object.
        var source = ScanSource(Array(bytes))
        let header = try InstanceHeader(ofFile: &source)
        let contents = file.contents
        let path = try files.newInstancePath()
        try file.commit(as: files.absolute(path))
        let document = WorkListStore.NewDocument(
            form: form, header: header, path: path, contents: contents,
            destinations: routes.filter { $0.forms.contains(form) }.map(\.destination))
        return (document, scripts)
    }
}

extension DICOMObjectError {
    /// Whether the failure concerns only this form, not the study or the machine: a retry would fail the same way.
    fileprivate var concernsFormAlone: Bool {
        switch self {
        case .invalidReport, .notDrawn: true
        default: false
        }
    }
}
