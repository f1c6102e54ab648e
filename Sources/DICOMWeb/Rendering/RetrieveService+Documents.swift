import DICOMCore
import DICOMWebEncoding
import Hummingbird
import Review
import WebServing
import WorkListDatabase

extension RetrieveService {
    static let documentForms = [
        Representation("application/pdf"), Representation("application/pdf", isMultipart: true),
    ]

    /// Encapsulated PDFs as files: one, or each as a part, the latest first. One is the latest that no signed report has
    /// replaced, or else the latest. They are sent from where they are stored, and nothing in them is read.
    func renderedDocuments(
        _ documents: [StoredInstance], in form: Representation, _ asked: Asked
    ) throws -> Response {
        let replaced = Set(
            try documents.filter { try workList.verdict(onDraftWithDocument: $0.sopInstanceUID) != nil }
                .map(\.sopInstanceUID))
        let latestFirst = documents.suffix(Self.renderedLimit).reversed()
        let shown =
            form.isMultipart
            ? Array(latestFirst)
            : [latestFirst.first { !replaced.contains($0.sopInstanceUID) } ?? latestFirst.first].compactMap(\.self)
        var parts: [ObjectPart] = []
        var failure: (any Error)?
        for document in shown {
            do {
                let content = try pdf(in: document)
                parts.append(
                    ObjectPart(
                        contentType: form.mediaType, location: "\(document.uri(asked.base))/rendered",
                        length: content.byteCount, content: content))
            } catch { failure = error }
        }
        // A document that cannot be read spoils its own answer only.
        if parts.isEmpty, let failure { throw failure }
        var response =
            form.isMultipart
            ? Response.multipart(parts, type: form.mediaType) : .content(parts[0].content, form.mediaType)
        let notes = shown.filter { replaced.contains($0.sopInstanceUID) }.map {
            "\($0.sopInstanceUID) is a draft that the signed report has replaced"
        }
        let missing = documents.count - parts.count
        let count = form.isMultipart && missing > 0 ? ["\(parts.count) of \(documents.count) documents"] : []
        response.warn(notes.prefix(8) + count, from: asked.base)
        return response
    }

    private func pdf(in document: StoredInstance) throws -> FileContent {
        var file = try FileDataSet(ofFile: ScanSource(path: document.path))
        let forms = try InstanceForms(document, decoding: nil)
        guard let path = BulkDataPath("00420011"), let datum = try BulkDatum(at: path, of: &file),
            var content = forms.content(of: datum), content.byteCount > 0
        else { throw WebError.notStored("the PDF in the instance") }
        // A value of even length may have one byte more than the file.
        let length = Tag(0x0042, 0x0015)
        if case .numbers(let numbers) = try StoredMetadata(file).elements.first(where: { $0.tag == length })?.value,
            numbers.first == "\(content.byteCount - 1)"
        {
            content.cut(to: 0..<content.byteCount - 1)
        }
        return content
    }
}
