import DICOMWebEncoding
import Hummingbird
import NIOCore
import Platform

extension Response {
    /// Shorter bodies do not get smaller.
    private static let leastBytes = 1024
    /// Types of text. Pixels and pictures are compressed already, or not worth the time.
    private static let types = [
        "application/dicom+json", "application/json", "application/dicom+xml", "text/",
        "multipart/related; type=\"application/dicom+xml\"",
    ]

    /// Types that are compressed although the body is made as it is sent and has no length. Event streams are not among them: their
    /// clients must get each event at once.
    private static let typesWithoutLength = [
        "application/dicom+json", "application/json", "multipart/related; type=\"application/dicom+xml\"",
    ]

    /// Compresses a text body while it is written, if the client takes gzip (RFC 9110 12.5.3).
    mutating func compress(for headers: HTTPFields) {
        let types = body.contentLength == nil ? Self.typesWithoutLength : Self.types
        guard let type = self.headers[.contentType], types.contains(where: type.hasPrefix),
            body.contentLength ?? Self.leastBytes >= Self.leastBytes
        else { return }
        self.headers.append(.init(name: .vary, value: "Accept-Encoding"))
        guard status == .ok, AcceptedCodings(headers[values: .acceptEncoding]).take("gzip"), let stream = GzipStream()
        else { return }
        self.headers[.contentEncoding] = "gzip"
        // A strong tag stands for the bytes of the body, which are different now (RFC 9110 8.8.1).
        if let tag = self.headers[.eTag], !tag.hasPrefix("W/") { self.headers[.eTag] = "W/\(tag)" }
        let whole = body
        body = ResponseBody { writer in try await whole.write(GzipWriter(inner: writer, stream: stream)) }
    }
}

/// Compresses what is written, a piece at a time, so that no more than a piece is in memory twice.
private struct GzipWriter: ResponseBodyWriter {
    private static let pieceSize = 256 << 10

    var inner: any ResponseBodyWriter
    let stream: GzipStream

    @concurrent
    mutating func write(_ buffer: ByteBuffer) async throws {
        var rest = buffer
        while let piece = rest.readSlice(length: min(Self.pieceSize, rest.readableBytes)), piece.readableBytes > 0 {
            let compressed = piece.withUnsafeReadableBytes { stream.compress($0, isLast: false) }
            if !compressed.isEmpty { try await inner.write(ByteBuffer(bytes: compressed)) }
        }
    }

    @concurrent
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        let end = stream.compress(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
        try await inner.write(ByteBuffer(bytes: end))
        try await inner.finish(trailingHeaders)
    }
}
