package import DICOMCore
import Glibc
import WorkListDatabase

/// Uncompressed copies of compressed images for web clients, kept beside the pictures of the image once a client asks for the same
/// copy again. They are kept for this run of the program, bounded and removed like pictures.
package final class KeptCopies: ImageDecoding {
    private let decoding: any ImageDecoding
    private let cache: PictureCache
    private let recent = RecentRequests()

    package init(_ decoding: any ImageDecoding, in cache: PictureCache) {
        (self.decoding, self.cache) = (decoding, cache)
    }

    package func uncompressed(_ path: String, frames: [Int]?) throws(ImageDecodingError) -> UncompressedObject {
        guard let name = Self.name(frames) else { return try decoding.uncompressed(path, frames: frames) }
        if let kept = cache.open(ofRun: name, ofFile: path) {
            return UncompressedObject(descriptor: kept.descriptor, byteCount: kept.byteCount)
        }
        let copy = try decoding.uncompressed(path, frames: frames)
        if recent.isRepeated("\(path) \(name)") { keep(copy, name, path) }
        return copy
    }

    package func haveSameSamples(_ path: String, _ other: String) throws(ImageDecodingError) -> Bool {
        try decoding.haveSameSamples(path, other)
    }

    /// The whole image, or one frame of it; other selections differ each time.
    private static func name(_ frames: [Int]?) -> String? {
        guard let frames else { return "samples" }
        return frames.count == 1 ? "\(frames[0])-samples" : nil
    }

    private func keep(_ copy: UncompressedObject, _ name: String, _ path: String) {
        // The copy's own descriptor has a place in the file that others may use.
        let source = open(copy.path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { return }
        defer { close(source) }
        cache.keep(copyOf: source, copy.byteCount, ofRun: name, ofFile: path)
    }
}
