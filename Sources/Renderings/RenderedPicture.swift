package import Decoding
package import Imaging
import Platform
package import WorkListDatabase

/// An encoded picture and the notices that go with it.
package struct RenderedPicture: Sendable {
    package let bytes: [UInt8]
    /// Attributes that were passed over or assumed, one sentence each in ASCII.
    package let notices: [String]
}

extension Renderer {
    /// Returns a frame as a web client asks for it: a kept form if it is one, else rendered now. Blocks.
    ///
    /// - Returns: nil if the image has no such frame, or no part of it is in the viewport.
    package func render(
        _ instance: StoredInstance, _ rendering: Rendering, as encoding: EightBitImage.Encoding
    ) throws(RenderingError) -> RenderedPicture? {
        var usual = Rendering()
        usual.frame = rendering.frame
        guard encoding == .jpeg(quality: Self.quality) else {
            return try windowed(instance, rendering, as: encoding)
        }
        if rendering == usual {
            guard let picture = try picture(.rendered, of: instance, frame: rendering.frame, for: .client) else {
                return nil
            }
            let notices = try self.picture(.renderedNotices, of: instance, frame: rendering.frame, for: .client) ?? []
            return RenderedPicture(
                bytes: picture, notices: notices.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) })
        }
        usual.viewport = Viewport(columns: DisplayPictures.thumbnailSize, rows: DisplayPictures.thumbnailSize)
        guard rendering == usual else { return try windowed(instance, rendering, as: encoding) }
        return try picture(.thumbnail, of: instance, frame: rendering.frame, for: .client).map {
            RenderedPicture(bytes: $0, notices: [])
        }
    }

    /// Returns a window or size of a client's own. The second one of a frame has it decoded to values that are kept, so that each
    /// further one costs only the window, the size and the encoding; the first one does not, because most have no second.
    private func windowed(
        _ instance: StoredInstance, _ rendering: Rendering, as encoding: EightBitImage.Encoding
    ) throws(RenderingError) -> RenderedPicture? {
        guard let kept = KeptWindows(cache, instance, rendering, encoding) else {
            return try rendered(instance, rendering, as: encoding, for: .client)
        }
        if let picture = kept.picture { return picture }
        let isFirst = !cache.has(.values, of: instance, frame: rendering.frame) && !kept.hasOthers
        let picture =
            isFirst
            ? try rendered(instance, rendering, as: encoding, for: .client)
            : try renderedFromValues(instance, rendering, as: encoding)
        if let picture { kept.keep(picture) }
        return picture
    }

    private func renderedFromValues(
        _ instance: StoredInstance, _ rendering: Rendering, as encoding: EightBitImage.Encoding
    ) throws(RenderingError) -> RenderedPicture? {
        // Read in a place of the clients, so that few frames are in memory at a time.
        let picture = try placed(for: .client) { () throws(RenderingError) -> RenderedPicture?? in
            let bytes = cache.bytes(.values, of: instance, frame: rendering.frame)
            guard let values = bytes.flatMap(DecodedValues.init) else { return nil }
            return .some(try Self.drawn(values, rendering, as: encoding))
        }
        if let picture { return picture }
        let made = try made(.values, of: instance, frame: rendering.frame, for: .client)
        guard let values = made.flatMap(DecodedValues.init) else { return nil }
        return try placed(for: .client) { () throws(RenderingError) -> RenderedPicture? in
            try Self.drawn(values, rendering, as: encoding)
        }
    }

    /// Draws with the priority that the decoders of clients have.
    private static func drawn(
        _ values: DecodedValues, _ rendering: Rendering, as encoding: EightBitImage.Encoding
    ) throws(RenderingError) -> RenderedPicture? {
        try OwnedThread.withLowPriority(name: "render", niceness: DecoderSettings.nicenessForClients) {
            Result { () throws(RenderingError) in try RenderedPicture(values, rendering, as: encoding) }
        }.get()
    }
}

extension RenderedPicture {
    /// Renders values and encodes them; nil if nothing of the frame is in the viewport.
    init?(
        _ values: DecodedValues, _ rendering: Rendering, as encoding: EightBitImage.Encoding
    ) throws(RenderingError) {
        guard let image = values.image(rendering) else { return nil }
        try self.init(image, as: encoding)
    }

    init(_ image: RenderedImage, as encoding: EightBitImage.Encoding) throws(RenderingError) {
        do throws(ImagingError) {
            self.init(bytes: try image.picture.encoded(encoding), notices: image.notices)
        } catch {
            throw .notRendered(error.description)
        }
    }
}
