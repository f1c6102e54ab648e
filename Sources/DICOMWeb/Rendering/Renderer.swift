package import Decoding
import Imaging
import OperatorErrors
import WebServing
import WorkListDatabase

/// Renders stored images: this process decodes nothing, so each image is decoded by a confined process that is started for it
/// and ends with it (`thoraxd decoder`).
///
/// Two are rendered at a time. Another sixteen wait, half a minute at most; what comes beyond that is refused as busy. A
/// decoder has the memory, the CPU time and the elapsed time of its settings. Here, a picture has one byte per pixel until
/// it is encoded.
package final class Renderer: Sendable {
    private static let patience = Duration.seconds(30)

    private let settings: DecoderSettings
    private let program: String
    private let places = DecoderPlaces(2, waitingLimit: 16)

    /// - Parameter program: `thoraxd`; by default the program that runs.
    package init(_ settings: DecoderSettings, program: String = "/proc/self/exe") {
        (self.settings, self.program) = (settings, program)
    }

    /// A picture as a file, and what the client should know of it.
    struct Answer: Sendable {
        let bytes: [UInt8]
        let notices: [String]
    }

    /// Decodes, renders and encodes. Blocks; the thread must live until it returns, because a decoder ends with the thread that
    /// started it.
    ///
    /// - Throws: `WebError.notRendered` if the image cannot be decoded.
    func render(
        _ instance: StoredInstance, _ rendering: Rendering, as encoding: EightBitImage.Encoding
    ) throws(WebError) -> Answer {
        guard let image = try decode(instance, rendering) else {
            if rendering.frame > 1 { throw .notStored("the frame, or pixels of it in the viewport,") }
            throw .parameter("viewport", expected: "a part of the image that has pixels")
        }
        do throws(ImagingError) {
            return Answer(bytes: try image.picture.encoded(encoding), notices: image.notices)
        } catch {
            throw .notRendered(error.description)
        }
    }

    private func decode(_ instance: StoredInstance, _ rendering: Rendering) throws(WebError) -> RenderedImage? {
        do {
            let decoded = try places.hold(upTo: Self.patience) {
                try Decoders.once(settings, program: program) { try $0.rendering(of: instance.path, rendering) }
            }
            if let decoded { return decoded }
        } catch DecoderError.notStarted(let reason) {
            throw .noDecoder(reason)
        } catch {
            throw .notRendered(error.asOperatorError.description)
        }
        throw .renderingBusy(limit: places.limit)
    }
}
