import Auditing
import DICOMCore
import Hummingbird
import Platform
import Renderings
import WebServing
import WorkListDatabase

/// Answers with pictures of stored images as they are kept, or made now (decision 45).
struct PictureService {
    private let parts: PageParts

    init(_ parts: PageParts) { self.parts = parts }

    func picture(_ form: PictureForm, _ asked: PageRequest) throws -> Response {
        guard let frame = Int(asked.text("frame")), (1...Int(Int32.max)).contains(frame) else {
            throw WebError.place("frame", expected: "a number from 1 on")
        }
        guard let image = try parts.workList.storedInstance(asked.text("instance")),
            image.studyInstanceUID == asked.text("study"), Self.images.contains(image.sopClassUID)
        else { throw WebError.notStored("the image") }
        let tag = "\"\(image.sha256.hexadecimal)-\(PictureForm.revision)-\(frame)-\(form.rawValue)\""
        var headers: HTTPFields = [.eTag: tag]
        if asked.request.headers.hasEntityTag(tag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = form.contentType
        // Browsers inflate it.
        if form == .display { headers[.contentEncoding] = "gzip" }
        guard !asked.request.isHead else {
            // Nothing is decoded for a length only.
            return Response(status: .ok, headers: headers, body: ResponseBody { try await $0.finish(nil) })
        }
        guard let bytes = try parts.renderer.picture(form, of: image, frame: frame) else {
            throw WebError.notStored("the frame")
        }
        note(asked, image)
        var response = Response.bytes(bytes, form.contentType)
        for field in headers { response.headers[field.name] = field.value }
        return response
    }

    /// Records who saw the image: a session once for each study, a client with a token each time.
    private func note(_ asked: PageRequest, _ image: StoredInstance) {
        guard asked.session == nil else {
            return parts.accesses.record(image.studyInstanceUID, by: asked, in: parts.audit)
        }
        parts.audit.add(
            .accessed(
                by: asked.caller,
                .init(
                    studyInstanceUID: image.studyInstanceUID, instances: [image.sopClassUID: 1], destination: nil)))
    }

    private static let images = Set(SOPClass.storedImages.map(\.description))
}

extension PictureForm {
    fileprivate var contentType: String {
        switch self {
        case .thumbnail, .preview, .rendered: "image/jpeg"
        case .display: "application/octet-stream"
        case .description: "application/json"
        case .renderedNotices: "text/plain"
        }
    }
}
