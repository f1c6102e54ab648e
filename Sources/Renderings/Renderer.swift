package import Decoding
import Imaging
import OperatorErrors
import Platform
import Synchronization
package import WorkListDatabase

/// Renders stored images: this process decodes nothing, so each image is decoded by a confined process that is started for it
/// and ends with it (`thoraxd decoder`).
///
/// For the review page two images are rendered at a time, and two more for web clients, whose decoders have a low priority;
/// another sixteen of each wait, at most half a minute; further requests are refused as busy. The settings limit a decoder's
/// memory, CPU time and elapsed time. The usual forms are made once and kept (`PictureForm`), and so are the values of a frame
/// of which a client asks for several pictures.
package final class Renderer: Sendable {
    /// Who waits for a picture. What one side asks for never takes a decoder from the other.
    package enum Side: Sendable, Hashable, CaseIterable {
        /// A reviewer on the page, or the page before it is opened.
        case page
        /// A client of DICOMweb.
        case client
    }

    /// JPEG quality of pictures without a requested quality, and of previews.
    package static let (quality, previewQuality) = (90, 80)
    private static let patience = Duration.seconds(30)

    private let settings: DecoderSettings
    private let program: String
    let cache: PictureCache
    private let placesOfPage = DecoderPlaces(2, waitingLimit: 16)
    private let placesOfClients = DecoderPlaces(2, waitingLimit: 16)
    /// Frames that were coded for clients and not kept.
    let recent = RecentRequests()
    private let makings = Mutex<[Key: PictureMaking]>([:])

    private struct Key: Hashable {
        let path: String
        let frame: Int
        let work: PictureForm.Work
        /// A reviewer does not wait in the line of clients, even for a picture that a client asks for too.
        let side: Side
    }

    /// - Parameter program: path of `thoraxd`; by default the running program.
    package init(_ settings: DecoderSettings, program: String = "/proc/self/exe", cache: PictureCache) {
        (self.settings, self.program, self.cache) = (settings, program, cache)
    }

    /// Whether no image is being decoded.
    var isIdle: Bool { Side.allCases.allSatisfy { count(for: $0) == 0 } }

    /// How many images are being decoded for a side, or wait.
    func count(for side: Side) -> Int { places(of: side).count }

    private func places(of side: Side) -> DecoderPlaces { side == .page ? placesOfPage : placesOfClients }

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
        _ form: PictureForm, of instance: StoredInstance, frame: Int = 1, for side: Side = .page
    ) throws(RenderingError) -> [UInt8]? {
        if let bytes = cache.bytes(form, of: instance, frame: frame) { return bytes }
        return try made(form, of: instance, frame: frame, for: side)
    }

    /// Returns a form of a frame that is made now, once for all concurrent requests. Blocks.
    func made(
        _ form: PictureForm, of instance: StoredInstance, frame: Int, for side: Side
    ) throws(RenderingError) -> [UInt8]? {
        try making(form.work, of: instance, frame: frame, for: side).wait(for: form)
    }

    /// Makes the forms of the first frame that a page shows, and returns when their decoder has ended. Blocks.
    func prepare(_ instance: StoredInstance) throws(RenderingError) {
        try making(.display, of: instance, frame: 1, for: .page).waitForEnd()
    }

    /// Returns the work in progress, or starts it.
    private func making(
        _ work: PictureForm.Work, of instance: StoredInstance, frame: Int, for side: Side
    ) -> PictureMaking {
        let key = Key(path: instance.path, frame: frame, work: work, side: side)
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
                        try make(key, of: instance, keep)
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
        _ key: Key, of instance: StoredInstance, _ keep: ([UInt8], PictureForm) -> Void
    ) throws(RenderingError) {
        switch key.work {
        case .display:
            try decoding(for: key.side) {
                try PicturesOfDisplay.make(of: instance.path, frame: key.frame, by: $0, keep)
            }
        case .values:
            let values = try decoding(for: key.side) { try $0.values(of: instance.path, frame: key.frame) }
            if let values { keep(values.bytes, .values) }
        case .rendering:
            var rendering = Rendering()
            rendering.frame = key.frame
            let picture = try rendered(instance, rendering, as: .jpeg(quality: Self.quality), for: key.side)
            guard let picture else { return }
            // The picture is kept last because `render` looks for it first.
            keep(Array(picture.notices.joined(separator: "\n").utf8), .renderedNotices)
            keep(picture.bytes, .rendered)
        }
    }

    /// Decodes, renders and encodes. Blocks; the thread must live until it returns.
    func rendered(
        _ instance: StoredInstance, _ rendering: Rendering, as encoding: EightBitImage.Encoding, for side: Side
    ) throws(RenderingError) -> RenderedPicture? {
        let image = try decoding(for: side) { try $0.rendering(of: instance.path, rendering) }
        guard let image else { return nil }
        return try RenderedPicture(image, as: encoding)
    }

    /// Runs one piece of work with a decoder as soon as there is a place. Blocks; the thread must live until it returns.
    private func decoding<Result>(
        for side: Side, _ work: (DecoderProcess) throws -> Result
    ) throws(RenderingError) -> Result {
        var settings = settings
        if side == .client { settings.niceness = DecoderSettings.nicenessForClients }
        return try placed(for: side) { () throws(RenderingError) in
            do {
                return try Decoders.once(settings, program: program, work)
            } catch DecoderError.notStarted(let reason) {
                throw .noDecoder(reason)
            } catch {
                throw .notRendered(error.asOperatorError.description)
            }
        }
    }

    /// Does something that takes a processor and the memory of a frame in one of the places of a side, as soon as one is free.
    func placed<Result>(
        for side: Side, _ work: () throws(RenderingError) -> Result
    ) throws(RenderingError) -> Result {
        let places = places(of: side)
        var outcome: Swift.Result<Result, RenderingError>?
        _ = places.hold(upTo: Self.patience) { outcome = Swift.Result(catching: work) }
        guard let outcome else { throw .busy(limit: places.limit) }
        return try outcome.get()
    }
}
