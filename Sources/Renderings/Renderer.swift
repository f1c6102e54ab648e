package import Decoding
import Imaging
import OperatorErrors
import Platform
import Synchronization
package import WorkListDatabase

/// Renders stored images: this process decodes nothing, so each image is decoded by a confined process that is started for it
/// and ends with it (`thoraxd decoder`).
///
/// Two images are rendered at a time; another sixteen wait, at most half a minute; further requests are refused as busy. The
/// settings limit a decoder's memory, CPU time and elapsed time. The usual forms are made once and kept (`PictureForm`).
package final class Renderer: Sendable {
    /// JPEG quality of pictures without a requested quality, and of previews.
    package static let (quality, previewQuality) = (90, 80)
    private static let patience = Duration.seconds(30)

    private let settings: DecoderSettings
    private let program: String
    private let cache: PictureCache
    private let places = DecoderPlaces(2, waitingLimit: 16)
    private let makings = Mutex<[Key: PictureMaking]>([:])

    private struct Key: Hashable {
        let path: String
        let frame: Int
        let work: PictureForm.Work
    }

    /// - Parameter program: path of `thoraxd`; by default the running program.
    package init(_ settings: DecoderSettings, program: String = "/proc/self/exe", cache: PictureCache) {
        (self.settings, self.program, self.cache) = (settings, program, cache)
    }

    /// Whether no image is being decoded.
    var isIdle: Bool { places.count == 0 }

    /// Returns a form of a frame if it is kept; nil otherwise.
    package func kept(_ form: PictureForm, of instance: StoredInstance, frame: Int) -> [UInt8]? {
        cache.bytes(form, of: instance, frame: frame)
    }

    func has(_ form: PictureForm, of instance: StoredInstance, frame: Int) -> Bool {
        cache.has(form, of: instance, frame: frame)
    }

    /// Returns a form of a frame, from 1 on: the kept one, or else one made now, once for all concurrent requests. Blocks.
    ///
    /// - Returns: nil if the image has no such frame.
    package func picture(
        _ form: PictureForm, of instance: StoredInstance, frame: Int = 1
    ) throws(RenderingError) -> [UInt8]? {
        if let bytes = cache.bytes(form, of: instance, frame: frame) { return bytes }
        return try making(form.work, of: instance, frame: frame).wait(for: form)
    }

    /// Makes the forms of the first frame that a page shows, and returns when their decoder has ended. Blocks.
    func prepare(_ instance: StoredInstance) throws(RenderingError) {
        try making(.display, of: instance, frame: 1).waitForEnd()
    }

    /// Returns the work in progress, or starts it.
    private func making(_ work: PictureForm.Work, of instance: StoredInstance, frame: Int) -> PictureMaking {
        let key = Key(path: instance.path, frame: frame, work: work)
        let (making, isNew) = makings.withLock { makings in
            if let making = makings[key] { return (making, false) }
            let making = PictureMaking()
            makings[key] = making
            return (making, true)
        }
        if isNew { begin(making, key, instance) }
        return making
    }

    /// Makes the forms on a thread of its own, so that a request for the first form need not wait for the last. The thread
    /// lives until they are made, because a decoder ends with the thread that started it.
    private func begin(_ making: PictureMaking, _ key: Key, _ instance: StoredInstance) {
        @Sendable func end(_ failure: RenderingError?) {
            makings.withLock { $0[key] = nil }
            making.end(failure)
        }
        do {
            try OwnedThread.start(name: "render") { [self] in
                let keep = { @Sendable [cache] (bytes: [UInt8], form: PictureForm) in
                    cache.keep(bytes, as: form, of: instance, frame: key.frame)
                    making.add(bytes, as: form)
                }
                do throws(RenderingError) {
                    // Another thread may have made them between the look at the disk and the entry in `makings`.
                    let kept = key.work.forms.map { ($0, cache.bytes($0, of: instance, frame: key.frame)) }
                    if kept.allSatisfy({ $0.1 != nil }) {
                        for (form, bytes) in kept { making.add(bytes ?? [], as: form) }
                    } else {
                        try make(key.work, of: instance, frame: key.frame, keep)
                    }
                    end(nil)
                } catch {
                    end(error)
                }
            }
        } catch {
            end(.noDecoder(error.description))
        }
    }

    private func make(
        _ work: PictureForm.Work, of instance: StoredInstance, frame: Int, _ keep: ([UInt8], PictureForm) -> Void
    ) throws(RenderingError) {
        switch work {
        case .display:
            try decoding { try PicturesOfDisplay.make(of: instance.path, frame: frame, by: $0, keep) }
        case .rendering:
            var rendering = Rendering()
            rendering.frame = frame
            let picture = try rendered(instance, rendering, as: .jpeg(quality: Self.quality))
            guard let picture else { return }
            // The picture is kept last because `render` looks for it first.
            keep(Array(picture.notices.joined(separator: "\n").utf8), .renderedNotices)
            keep(picture.bytes, .rendered)
        }
    }

    /// Decodes, renders and encodes. Blocks; the thread must live until it returns.
    func rendered(
        _ instance: StoredInstance, _ rendering: Rendering, as encoding: EightBitImage.Encoding
    ) throws(RenderingError) -> RenderedPicture? {
        guard let image = try decoding({ try $0.rendering(of: instance.path, rendering) }) else { return nil }
        do throws(ImagingError) {
            return RenderedPicture(bytes: try image.picture.encoded(encoding), notices: image.notices)
        } catch {
            throw .notRendered(error.description)
        }
    }

    /// Runs one piece of work with a decoder as soon as there is a place.
    private func decoding<Result>(_ work: (DecoderProcess) throws -> Result) throws(RenderingError) -> Result {
        do {
            let result = try places.hold(upTo: Self.patience) {
                try Decoders.once(settings, program: program, work)
            }
            if let result { return result }
        } catch DecoderError.notStarted(let reason) {
            throw .noDecoder(reason)
        } catch {
            throw .notRendered(error.asOperatorError.description)
        }
        throw .busy(limit: places.limit)
    }
}
