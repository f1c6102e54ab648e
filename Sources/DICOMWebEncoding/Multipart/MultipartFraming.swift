/// The bytes of a `multipart/related` body that are not in its parts, for a body that is written part by part.
package struct MultipartFraming: Sendable {
    private let boundary: MultipartBoundary
    package let contentType: String
    private var isFirst = true

    /// - Parameter type: the media type of all parts, without parameters.
    package init(type: String, boundary: MultipartBoundary = MultipartBoundary()) {
        self.boundary = boundary
        contentType = "multipart/related; type=\"\(type)\"; boundary=\(boundary)"
    }

    /// What precedes the next part.
    package mutating func head(contentType: String, location: String?, length: Int) -> [UInt8] {
        var head = isFirst ? "" : "\r\n"
        isFirst = false
        head += "--\(boundary)\r\nContent-Type: \(contentType)\r\nContent-Length: \(length)\r\n"
        if let location { head += "Content-Location: \(location)\r\n" }
        return Array((head + "\r\n").utf8)
    }

    /// What follows the last part.
    package var end: [UInt8] { Array(((isFirst ? "" : "\r\n") + "--\(boundary)--\r\n").utf8) }
}
