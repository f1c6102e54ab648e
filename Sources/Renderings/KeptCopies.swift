package import DICOMCore
import Glibc
import Synchronization
import WorkListDatabase

/// Uncompressed copies of compressed images for web clients, kept beside the pictures of the image once a client asks for the same
/// copy again. They are kept for this run of the program, bounded and removed like pictures.
///
/// A program that exports a year of images asks for each once, and must not push out the pictures that reviewers see next.
package final class KeptCopies: ImageDecoding {
    /// Copies of which it is known that they were asked for.
    private static let recentLimit = 256

    private let decoding: any ImageDecoding
    private let cache: PictureCache
    /// The last copies that were made and not kept, the latest last.
    private let recent = Mutex<[String]>([])

    package init(_ decoding: any ImageDecoding, in cache: PictureCache) {
        (self.decoding, self.cache) = (decoding, cache)
    }

    package func uncompressed(_ path: String, frames: [Int]?) throws(ImageDecodingError) -> UncompressedObject {
        guard let name = Self.name(frames) else { return try decoding.uncompressed(path, frames: frames) }
        if let kept = cache.open(ofRun: name, ofFile: path) {
            return UncompressedObject(descriptor: kept.descriptor, byteCount: kept.byteCount)
        }
        let copy = try decoding.uncompressed(path, frames: frames)
        if isAskedAgain("\(path) \(name)") { keep(copy, name, path) }
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

    private func isAskedAgain(_ copy: String) -> Bool {
        recent.withLock { recent in
            if let place = recent.firstIndex(of: copy) {
                recent.remove(at: place)
                return true
            }
            recent.append(copy)
            if recent.count > Self.recentLimit { recent.removeFirst() }
            return false
        }
    }

    private func keep(_ copy: UncompressedObject, _ name: String, _ path: String) {
        // The copy's own descriptor has a place in the file that others may use.
        let source = open(copy.path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { return }
        defer { close(source) }
        cache.keep(copyOf: source, copy.byteCount, ofRun: name, ofFile: path)
    }
}
