import CImageCodecs

extension EightBitImage {
    /// The picture as a file.
    package enum Encoding: Sendable, Equatable {
        /// Baseline JPEG of 8 bits, quality from 1 to 100.
        case jpeg(quality: Int)
        case png
    }

    /// Encodes the picture.
    ///
    /// - Throws: `ImagingError.unsupported` if the format has no such picture, such as a JPEG of more than 65500 rows;
    ///   `tooLarge` if there is no memory for it.
    package func encoded(_ encoding: Encoding) throws(ImagingError) -> [UInt8] {
        var picture = CIEncodedPicture()
        defer { ci_encoded_free(&picture) }
        var message = [CChar](repeating: 0, count: CI_MESSAGE_LENGTH)
        let status =
            switch encoding {
            case .jpeg(let quality): ci_jpeg_write(pixels, rows, columns, Int32(quality), &picture, &message)
            case .png: ci_png_write(pixels, rows, columns, &picture, &message)
            }
        guard Int(status) == CI_OK, let bytes = picture.bytes else {
            let length = message.firstIndex(of: 0) ?? message.count
            let reason = String(decoding: message[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
            let name = "a picture of \(rows) x \(columns) pixels"
            throw Int(status) == CI_NO_MEMORY
                ? .tooLarge(path: name, reason: reason) : .unsupported(path: name, reason: reason)
        }
        return Array(UnsafeBufferPointer(start: bytes, count: picture.length))
    }
}
