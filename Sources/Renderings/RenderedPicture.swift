package import Decoding
package import Imaging
package import WorkListDatabase

/// A picture as a file, and what a client should know of it.
package struct RenderedPicture: Sendable {
    package let bytes: [UInt8]
    /// What was passed over or assumed, one sentence each in ASCII.
    package let notices: [String]
}

extension Renderer {
    /// A frame as it is asked for: one of the forms that are kept, or made now. Blocks.
    ///
    /// - Returns: nil if the image has no such frame, or nothing of it is in the viewport.
    package func render(
        _ instance: StoredInstance, _ rendering: Rendering, as encoding: EightBitImage.Encoding
    ) throws(RenderingError) -> RenderedPicture? {
        var usual = Rendering()
        usual.frame = rendering.frame
        guard encoding == .jpeg(quality: Self.quality) else { return try rendered(instance, rendering, as: encoding) }
        if rendering == usual {
            guard let picture = try picture(.rendered, of: instance, frame: rendering.frame) else { return nil }
            let notices = try self.picture(.renderedNotices, of: instance, frame: rendering.frame) ?? []
            return RenderedPicture(
                bytes: picture, notices: notices.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) })
        }
        usual.viewport = Viewport(columns: DisplayPictures.thumbnailSize, rows: DisplayPictures.thumbnailSize)
        guard rendering == usual else { return try rendered(instance, rendering, as: encoding) }
        return try picture(.thumbnail, of: instance, frame: rendering.frame).map {
            RenderedPicture(bytes: $0, notices: [])
        }
    }
}
