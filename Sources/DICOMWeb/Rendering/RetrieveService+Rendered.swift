import DICOMCore
import DICOMWebEncoding
import Hummingbird
import Decoding
import Imaging
import Renderings
import WebServing
import WorkListDatabase

extension RetrieveService {
    /// Images or reports of one answer: each is decoded by a process of its own, one after the other.
    static let renderedLimit = 100
    /// Bytes of one answer.
    private static let byteLimit = 64 << 20

    private static let pictureForms = ["image/jpeg", "image/png"]

    /// Images as pictures, or reports as text (PS3.18 10.4.1.1.3): one, or each as a part.
    func rendered(_ instances: [StoredInstance], _ asked: Asked) throws -> Response {
        let images = Self.images(in: instances)
        let reports = instances.filter { SOPClass.reports.contains($0.sopClassUID) }
        guard !images.isEmpty || !reports.isEmpty else { throw WebError.notStored("an image or a report") }
        // One instance is one part first, a study or series several.
        let isOne = asked.texts["instance"] != nil
        let pictures = [isOne, !isOne].flatMap { isSingle in
            Self.pictureForms.map { Representation($0, isMultipart: !isSingle) }
        }
        let form = try asked.accepted.choose(
            from: (images.isEmpty ? [] : pictures) + (reports.isEmpty ? [] : Self.reportForms))
        return form.mediaType.hasPrefix("text/")
            ? try renderedReports(reports, in: form, asked) : try renderedImages(images, in: form, asked)
    }

    /// The images, radiographs before secondary captures, otherwise in order of arrival.
    private static func images(in instances: [StoredInstance]) -> [StoredInstance] {
        let images = instances.filter { SOPClass.images.contains($0.sopClassUID) }
        let isCapture = { (image: StoredInstance) in SOPClass.captures.contains(image.sopClassUID) }
        return images.filter { !isCapture($0) } + images.filter(isCapture)
    }

    private func renderedImages(
        _ images: [StoredInstance], in form: Representation, _ asked: Asked
    ) throws -> Response {
        let parameters = try RenderingParameters(asked.request.query)
        guard !form.isMultipart || images.count <= Self.renderedLimit else {
            throw WebError.tooManyImages(limit: Self.renderedLimit)
        }
        let number = try frame(asked)
        guard !asked.request.isHead else { return .head(form) }
        let encoding: EightBitImage.Encoding =
            form.mediaType == "image/png" ? .png : .jpeg(quality: parameters.quality)
        var parts: [MultipartBody<[UInt8]>.Part] = []
        var notes = parameters.notes
        var failure: (any Error)?
        var byteCount = 0
        for image in form.isMultipart ? images[...] : images.prefix(1) {
            do {
                guard let answer = try renderer.render(image, parameters.rendering(ofFrame: number), as: encoding)
                else { throw Self.outside(frame: number) }
                notes += answer.notices.filter { !notes.contains($0) }
                byteCount += answer.bytes.count
                let frame = asked.texts["frames"].map { "/frames/\($0)" } ?? ""
                parts.append(
                    .init(bytes: answer.bytes, form.mediaType, location: "\(image.uri(asked.base))\(frame)/rendered"))
            } catch RenderingError.notRendered(let reason) {
                // An image that cannot be decoded spoils its own answer only.
                failure = RenderingError.notRendered(reason)
                notes.append("\(image.sopInstanceUID) cannot be rendered and is left out")
            }
            guard byteCount <= Self.byteLimit else {
                throw WebError.tooLarge("the pictures of so many images", limit: Self.byteLimit)
            }
        }
        if parts.isEmpty, let failure { throw failure }
        if !form.isMultipart, images.count > 1 { notes.append("the first of \(images.count) images") }
        var response = Response.rendered(parts, in: form)
        response.warn(notes.prefix(8), from: asked.base)
        return response
    }

    private static func outside(frame: Int) -> WebError {
        frame > 1
            ? .notStored("the frame, or pixels of it in the viewport,")
            : .parameter("viewport", expected: "a part of the image that has pixels")
    }

    /// The frame in the path; the first without one.
    private func frame(_ asked: Asked) throws(WebError) -> Int {
        guard let text = asked.texts["frames"] else { return 1 }
        guard let numbers = FrameLayout.numbers(text), numbers.count == 1 else {
            throw .place("frame", expected: "one number from 1 on")
        }
        return numbers[0]
    }

    /// The image, or the first radiograph of several instances: a secondary capture may have the patient's name in its pixels.
    private static func imageOfThumbnail(_ instances: [StoredInstance], isOne: Bool) throws(WebError) -> StoredInstance
    {
        let images = images(in: instances).filter { isOne || !SOPClass.captures.contains($0.sopClassUID) }
        guard let image = images.first else { throw .notStored("an image") }
        return image
    }

    /// One small JPEG picture (PS3.18 10.4.1.1.4).
    func thumbnail(_ instances: [StoredInstance], _ asked: Asked) throws -> Response {
        let image = try Self.imageOfThumbnail(instances, isOne: asked.texts["instance"] != nil)
        let form = try asked.accepted.choose(from: [Representation("image/jpeg")])
        let parameters = try RenderingParameters.thumbnail(asked.request.query)
        let number = try frame(asked)
        guard !asked.request.isHead else { return .head(form) }
        do {
            let rendering = parameters.rendering(ofFrame: number)
            guard let answer = try renderer.render(image, rendering, as: .jpeg(quality: parameters.quality)) else {
                throw Self.outside(frame: number)
            }
            return .bytes(answer.bytes, form.contentType)
        } catch RenderingError.notRendered {
            throw WebError.notStored("a picture of the image that can be shown")
        }
    }
}

extension SOPClass {
    fileprivate static let images = Set(storedImages.map(\.description))
    fileprivate static let captures = Set(storedCaptures.map(\.description))
    fileprivate static let reports = Set(storedReports.map(\.description))
}
