/// Has the pixels of stored images decoded. The parts of the daemon that send and receive objects know this only: no pixel is
/// decoded in their process (docs/architecture.md, rule 2).
package protocol ImageDecoding: Sendable {
    /// A copy of an image with uncompressed pixels. Blocks.
    ///
    /// - Parameter path: of a file whose pixels are compressed.
    func uncompressed(_ path: String) throws(ImageDecodingError) -> UncompressedObject

    /// Whether two images have the same samples and their samples mean the same. Blocks, but does not wait for its turn.
    func haveSameSamples(_ path: String, _ other: String) throws(ImageDecodingError) -> Bool
}
