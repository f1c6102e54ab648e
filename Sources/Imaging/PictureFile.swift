import CImageCodecs
import Foundation

/// Reads pictures from PNG and JPEG files.
package enum PictureFile {
    /// Limit well above any radiograph; a larger picture is refused before memory is allocated for it.
    package static let maximumPixels = 100_000_000
    static let maximumBytes = 1 << 30

    /// Reads a PNG (1 to 16 bits; colour becomes luma) or a JPEG file (8 bits). The first bytes decide which, not the
    /// name. Samples are divided by 255 or 65535; no gamma is applied.
    ///
    /// Throws `ImagingError`.
    package static func read(path: String) throws(ImagingError) -> GrayscaleImage {
        let bytes = try load(path: path)
        return try decode(bytes, path: path)
    }

    private static func load(path: String) throws(ImagingError) -> Data {
        do {
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            if size > maximumBytes { throw ImagingError.tooLarge(path: path, reason: "\(size) bytes") }
            return try Data(contentsOf: URL(fileURLWithPath: path))
        } catch let error as ImagingError {
            throw error
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
    }

    private static func decode(_ bytes: Data, path: String) throws(ImagingError) -> GrayscaleImage {
        let isPNG = bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        let isJPEG = bytes.starts(with: [0xFF, 0xD8, 0xFF])
        guard isPNG || isJPEG else { throw .unknownFormat(path: path) }

        var picture = CIGrayPicture()
        defer { ci_picture_free(&picture) }
        var message = [CChar](repeating: 0, count: CI_MESSAGE_LENGTH)
        let status = bytes.withUnsafeBytes { raw in
            let start = raw.bindMemory(to: UInt8.self).baseAddress
            return isPNG
                ? ci_png_read(start, raw.count, maximumPixels, &picture, &message)
                : ci_jpeg_read(start, raw.count, maximumPixels, &picture, &message)
        }
        let length = message.firstIndex(of: 0) ?? message.count
        let reason = String(decoding: message[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
        switch Int(status) {
        case CI_OK: break
        case CI_TOO_LARGE, CI_NO_MEMORY: throw .tooLarge(path: path, reason: reason)
        case CI_UNSUPPORTED: throw .unsupported(path: path, reason: reason)
        default: throw .corrupt(path: path, reason: reason)
        }

        let count = picture.rows * picture.columns
        let scale = 1 / Float(picture.maximum)
        let samples = UnsafeBufferPointer(start: picture.samples, count: count)
        let pixels = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count { buffer[index] = Float(samples[index]) * scale }
            initialized = count
        }
        return GrayscaleImage(rows: picture.rows, columns: picture.columns, pixels: pixels)
    }
}
