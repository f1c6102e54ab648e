import Auditing
import DICOMCore
import Hummingbird
import Platform
import Renderings
import Review
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
        try refuseWithheld(image, asked)
        guard frame <= image.frameCount else { throw WebError.notStored("the frame") }
        let tag = "\"\(image.sha256.hexadecimal)-\(PictureForm.revision)-\(frame)-\(form.rawValue)\""
        var headers: HTTPFields = [.eTag: tag]
        if asked.request.headers.hasEntityTag(tag) {
            return Response(status: .notModified, headers: headers)
        }
        // Browsers inflate it.
        if form == .display { headers[.contentEncoding] = "gzip" }
        var response: Response
        if asked.request.isHead {
            // Nothing is decoded for a length.
            response =
                parts.renderer.kept(form, of: image, frame: frame).map { Response.bytes($0, form.contentType) }
                ?? .head(form.contentType)
        } else {
            guard let bytes = try bytes(form, of: image, frame: frame) else { throw WebError.notStored("the frame") }
            response = .bytes(bytes, form.contentType)
            try response.count(in: parts.memory)
            note(asked, image)
        }
        for field in headers { response.headers[field.name] = field.value }
        return response
    }

    /// - Throws: `ImageNotShown` if the image cannot be decoded; `RenderingError` if that may end.
    private func bytes(_ form: PictureForm, of image: StoredInstance, frame: Int) throws -> [UInt8]? {
        do throws(RenderingError) {
            return try parts.renderer.picture(form, of: image, frame: frame)
        } catch {
            throw ImageNotShown(error) ?? error as any Error
        }
    }

    /// A draft may be stored as an image too.
    ///
    /// - Throws: `ReviewRefusal` if the image is a draft that is withheld from the user.
    private func refuseWithheld(_ image: StoredInstance, _ asked: PageRequest) throws {
        guard let user = asked.signedIn else { return }
        let reader = DraftReader(login: user.login, blind: parts.review.blind)
        let withheld = try parts.workList.withheldDocuments(ofStudy: image.studyInstanceUID, from: reader)
        guard !withheld.contains(image.sopInstanceUID) else { throw ReviewRefusal(.impressionMissing) }
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
        case .display, .values: "application/octet-stream"
        case .description: "application/json"
        case .renderedNotices: "text/plain"
        }
    }
}
