/// Has the pixels of stored images decoded. The parts of the daemon that send and receive objects know this only: no pixel is
/// decoded in their process (docs/architecture.md, rule 2).
package protocol ImageDecoding: Sendable {
    /// Makes a copy of an image with uncompressed pixels. Blocks.
    ///
    /// - Parameters:
    ///   - path: path of a file whose pixels are compressed.
    ///   - frames: numbers of the frames that the copy has, ascending from 1; nil for all. Other frames are not decoded.
    func uncompressed(_ path: String, frames: [Int]?) throws(ImageDecodingError) -> UncompressedObject

    /// Whether two images have the same samples and their samples mean the same. Blocks, but does not wait for its turn.
    func haveSameSamples(_ path: String, _ other: String) throws(ImageDecodingError) -> Bool
}

extension ImageDecoding {
    /// Makes a copy of a whole image with uncompressed pixels. Blocks.
    package func uncompressed(_ path: String) throws(ImageDecodingError) -> UncompressedObject {
        try uncompressed(path, frames: nil)
    }
}
