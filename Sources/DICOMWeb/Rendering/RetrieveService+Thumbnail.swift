import DICOMCore
import DICOMWebEncoding
import Hummingbird
import Imaging
import Renderings
import WebServing
import WorkListDatabase

extension RetrieveService {
    /// One small JPEG picture (PS3.18 10.4.1.1.4).
    func thumbnail(_ instances: [StoredInstance], _ asked: Asked) throws -> Response {
        let image = try Self.imageOfThumbnail(instances, isOne: asked.texts["instance"] != nil)
        let form = try asked.accepted.choose(from: [Representation("image/jpeg")])
        let parameters = try RenderingParameters.thumbnail(asked.request.query)
        let numbers = try frames(asked, of: image)
        guard numbers.count == 1 else { throw WebError.place("frame", expected: "one number from 1 on") }
        guard !asked.request.isHead else { return .head(form) }
        do {
            let rendering = parameters.rendering(ofFrame: numbers[0])
            guard let answer = try renderer.render(image, rendering, as: .jpeg(quality: parameters.quality)) else {
                throw Self.outside(frame: numbers[0])
            }
            return .bytes(answer.bytes, form.contentType)
        } catch RenderingError.notRendered {
            throw WebError.notStored("a picture of the image that can be shown")
        }
    }

    /// The image, or the first radiograph of several instances: a secondary capture may have the patient's name in its pixels.
    private static func imageOfThumbnail(_ instances: [StoredInstance], isOne: Bool) throws(WebError) -> StoredInstance
    {
        let images = images(in: instances).filter { isOne || !SOPClass.captures.contains($0.sopClassUID) }
        guard let image = images.first else { throw .notStored("an image") }
        return image
    }

    /// The frames in the path; the first without a list of frames.
    ///
    /// - Parameter image: the image whose frames they are; nil if the caller checks that it has them.
    /// - Throws: `WebError` for a malformed list, or `FrameError.noFrame` for a frame that the image does not have.
    func frames(_ asked: Asked, of image: StoredInstance?) throws -> [Int] {
        guard let text = asked.texts["frames"] else { return [1] }
        guard let numbers = FrameLayout.numbers(text) else {
            throw WebError.place("list of frames", expected: "numbers that ascend from 1, separated by commas")
        }
        if let image, let missing = numbers.first(where: { $0 > image.frameCount }) {
            throw FrameError.noFrame(missing, of: image.frameCount)
        }
        return numbers
    }

    /// The error for a picture without pixels.
    static func outside(frame: Int) -> WebError {
        frame > 1
            ? .notStored("the frame, or pixels of it in the viewport,")
            : .parameter("viewport", expected: "a part of the image that has pixels")
    }
}
