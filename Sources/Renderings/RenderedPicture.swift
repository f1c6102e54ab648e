package import Decoding
package import Imaging
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
            return try rendered(instance, rendering, as: encoding, for: .client)
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
        guard rendering == usual else { return try rendered(instance, rendering, as: encoding, for: .client) }
        return try picture(.thumbnail, of: instance, frame: rendering.frame, for: .client).map {
            RenderedPicture(bytes: $0, notices: [])
        }
    }
}
