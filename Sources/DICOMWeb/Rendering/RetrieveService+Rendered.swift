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

    /// Images as pictures, reports as text, or documents as PDF (PS3.18 10.4.1.1.3): one, or each as a part.
    func rendered(_ instances: [StoredInstance], _ asked: Asked) throws -> Response {
        let images = Self.images(in: instances)
        let reports = instances.filter { SOPClass.reports.contains($0.sopClassUID) }
        let documents = instances.filter { $0.sopClassUID == SOPClass.encapsulatedPDF.description }
        guard !images.isEmpty || !reports.isEmpty || !documents.isEmpty else {
            throw WebError.notStored("an image, a report or a PDF")
        }
        let numbers = try frames(asked, of: images.first)
        // An instance or frame is preferably a single part, a study or series several; a list of frames is always several.
        let isOne = asked.texts["instance"] != nil
        let pictures = (numbers.count > 1 ? [false] : [isOne, !isOne]).flatMap { isSingle in
            Self.pictureForms.map { Representation($0, isMultipart: !isSingle) }
        }
        let form = try asked.accepted.choose(
            from: (images.isEmpty ? [] : pictures) + (reports.isEmpty ? [] : Self.reportForms)
                + (documents.isEmpty ? [] : Self.documentForms))
        if Self.documentForms.contains(form) { return try renderedDocuments(documents, in: form, asked) }
        return form.mediaType.hasPrefix("text/")
            ? try renderedReports(reports, in: form, asked) : try renderedImages(images, numbers, in: form, asked)
    }

    /// The images, radiographs before secondary captures, otherwise in order of arrival.
    static func images(in instances: [StoredInstance]) -> [StoredInstance] {
        let images = instances.filter { SOPClass.images.contains($0.sopClassUID) }
        let isCapture = { (image: StoredInstance) in SOPClass.captures.contains(image.sopClassUID) }
        return images.filter { !isCapture($0) } + images.filter(isCapture)
    }

    /// - Parameter numbers: frames of each image.
    private func renderedImages(
        _ images: [StoredInstance], _ numbers: [Int], in form: Representation, _ asked: Asked
    ) throws -> Response {
        let parameters = try RenderingParameters(asked.request.query)
        let wanted = images.flatMap { image in numbers.map { (image: image, frame: $0) } }
        guard !form.isMultipart || wanted.count <= Self.renderedLimit else {
            throw WebError.tooManyImages(limit: Self.renderedLimit)
        }
        guard !asked.request.isHead else { return .head(form) }
        let encoding: EightBitImage.Encoding =
            form.mediaType == "image/png" ? .png : .jpeg(quality: parameters.quality)
        var parts: [MultipartBody<[UInt8]>.Part] = []
        var notes = parameters.notes
        var failure: (any Error)?
        var byteCount = 0
        for (image, number) in form.isMultipart ? wanted[...] : wanted.prefix(1) {
            let frame = asked.texts["frames"] == nil ? "" : "/frames/\(number)"
            do {
                guard let answer = try renderer.render(image, parameters.rendering(ofFrame: number), as: encoding)
                else { throw Self.outside(frame: number) }
                notes += answer.notices.filter { !notes.contains($0) }
                byteCount += answer.bytes.count
                parts.append(
                    .init(bytes: answer.bytes, form.mediaType, location: "\(image.uri(asked.base))\(frame)/rendered"))
            } catch RenderingError.notRendered(let reason) {
                // A frame that cannot be decoded is left out; the others are sent.
                failure = RenderingError.notRendered(reason)
                notes.append("\(image.sopInstanceUID)\(frame) cannot be rendered and is left out")
            }
            guard byteCount <= Self.byteLimit else {
                throw WebError.tooLarge("the pictures of so many images", limit: Self.byteLimit)
            }
        }
        if parts.isEmpty, let failure { throw failure }
        if !form.isMultipart, images.count > 1 { notes.append("the first of \(images.count) images") }
        var response = Response.rendered(parts, in: form)
        response.warn(notes.prefix(8), from: asked.base)
        try response.count(in: memory)
        return response
    }
}

extension SOPClass {
    static let images = Set(storedImages.map(\.description))
    static let captures = Set(storedCaptures.map(\.description))
    fileprivate static let reports = Set(storedReports.map(\.description))
}
