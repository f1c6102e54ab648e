/// The body of a `multipart/related` answer (PS3.18 8.6.1.2): heads and ends in memory, the contents of parts wherever they
/// are, so that the length is known before anything is read.
///
/// Clients in JavaScript take the first line that begins with `--` for the boundary and look for it anywhere in the bytes:
/// nothing precedes the first one, and it is random and long.
package struct MultipartBody<Content: Sendable>: Sendable {
    package struct Part: Sendable {
        package let contentType: String
        /// The URI of the part, if it is a resource.
        package let location: String?
        package let length: Int
        package let content: Content

        package init(contentType: String, location: String? = nil, length: Int, content: Content) {
            self.contentType = contentType
            self.location = location
            self.length = length
            self.content = content
        }
    }

    /// Segments that are sent one after the other.
    package enum Segment: Sendable {
        case bytes([UInt8])
        case content(Content)
    }

    package let segments: [Segment]
    package let contentLength: Int
    package let contentType: String

    /// - Parameter type: the media type of all parts, without parameters.
    package init(_ parts: [Part], type: String, boundary: MultipartBoundary = MultipartBoundary()) {
        var framing = MultipartFraming(type: type, boundary: boundary)
        var segments: [Segment] = []
        var length = 0
        for part in parts {
            let head = framing.head(contentType: part.contentType, location: part.location, length: part.length)
            segments += [.bytes(head), .content(part.content)]
            length += head.count + part.length
        }
        segments.append(.bytes(framing.end))
        self.segments = segments
        contentLength = length + framing.end.count
        contentType = framing.contentType
    }
}

/// 128 random bits in hexadecimal.
package struct MultipartBoundary: Sendable, CustomStringConvertible {
    package let description: String

    package init() {
        var generator = SystemRandomNumberGenerator()
        description = (0..<2).map { _ in
            let digits = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
