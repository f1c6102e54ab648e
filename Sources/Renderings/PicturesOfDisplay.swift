import Decoding
import FoundationEssentials
import Imaging
import Platform

/// Uses one decoder to make the forms of a frame that the review page needs, the small ones first.
enum PicturesOfDisplay {
    /// Limit on the compressed display form in bytes; no browser would show a larger one.
    private static let byteLimit = 64 << 20

    /// - Parameter keep: called with each form; never called if the object has no such frame.
    static func make(
        of path: String, frame: Int, by decoder: DecoderProcess, _ keep: ([UInt8], PictureForm) -> Void
    ) throws {
        guard let stream = GzipStream(of: .differences) else {
            throw RenderingError.notRendered("there is no memory for its display form")
        }
        var compressed: [UInt8] = []
        let isThere = try decoder.display(of: path, frame: frame) { pictures in
            keep(try pictures.preview.encoded(.jpeg(quality: Renderer.previewQuality)), .preview)
            keep(try pictures.thumbnail.encoded(.jpeg(quality: Renderer.quality)), .thumbnail)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            keep(Array(try encoder.encode(pictures.description)), .description)
        } piece: { piece in
            compressed += stream.compress(piece, isLast: false)
            guard compressed.count <= byteLimit else {
                throw RenderingError.notRendered("its display form has more than \(byteLimit >> 20) MiB")
            }
        }
        guard isThere else { return }
        compressed += stream.compress(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
        keep(compressed, .display)
    }
}
