import DICOMCore
import DICOMWebEncoding
import Hummingbird
import Review
import WebServing
import WorkListDatabase

extension RetrieveService {
    static let reportForms = [
        Representation("text/html"), Representation("text/plain"), Representation("text/html", isMultipart: true),
        Representation("text/plain", isMultipart: true),
    ]

    /// Reports for people to read: one, or each as a part, the latest first. One is the latest that is verified, or else the
    /// latest: an older draft must not stand for the signed report. They are read like metadata, without a decoder.
    func renderedReports(_ reports: [StoredInstance], in form: Representation, _ asked: Asked) throws -> Response {
        let asText = form.mediaType == "text/plain"
        var shown: [(StoredInstance, RenderedReport)] = []
        var failure: (any Error)?
        for instance in reports.suffix(Self.renderedLimit).reversed() {
            do { shown.append((instance, try renderedReport(instance))) } catch { failure = error }
        }
        // A report that cannot be read affects only its own answer.
        guard let latest = shown.first else { throw failure ?? WebError.notStored("a report") }
        if !form.isMultipart { shown = [shown.first { $0.1.isVerified } ?? latest] }
        let parts = shown.map { instance, report in
            MultipartBody<[UInt8]>.Part(
                bytes: Array((asText ? report.text : report.html).utf8), "\(form.mediaType); charset=utf-8",
                location: "\(instance.uri(asked.base))/rendered")
        }
        var response = Response.rendered(parts, in: form)
        if reports.count > parts.count {
            response.warn(["\(parts.count) of \(reports.count) reports"], from: asked.base)
        }
        try response.count(in: memory)
        return response
    }

    private func renderedReport(_ instance: StoredInstance) throws -> RenderedReport {
        var file = try FileDataSet(ofFile: ScanSource(path: instance.path))
        let elements = try StoredMetadata(file).elements
        let outline = try ReportOutline(elements) { path throws(HeaderScanError) in
            guard let path = BulkDataPath(path), let datum = try BulkDatum(at: path, of: &file) else { return nil }
            guard case .text(let bytes) = datum.content else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
        guard let outline else { throw WebError.notRendered("it is too long or too deep to be shown whole") }
        return RenderedReport(
            elements, outline, verdict: try workList.verdict(onDraftWithDocument: instance.sopInstanceUID))
    }
}

extension MultipartBody<[UInt8]>.Part {
    init(bytes: [UInt8], _ contentType: String, location: String) {
        self.init(contentType: contentType, location: location, length: bytes.count, content: bytes)
    }
}

extension Response {
    /// Rendered parts in memory: all of them, or the only one.
    static func rendered(_ parts: [MultipartBody<[UInt8]>.Part], in form: Representation) -> Response {
        if !form.isMultipart, let part = parts.first { return .bytes(part.content, part.contentType) }
        return .documents(parts, type: form.mediaType)
    }
}
