import FoundationEssentials
package import Hummingbird
import NIOCore

extension Response {
    /// Bytes that are written at once: the time in which a client must take what is written is for each piece.
    private static let pieceSize = 256 << 10

    /// Bytes in memory.
    package static func bytes(
        _ bytes: [UInt8], _ contentType: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        let whole = ByteBuffer(bytes: bytes)
        let body =
            bytes.count <= pieceSize
            ? ResponseBody(byteBuffer: whole)
            : ResponseBody(contentLength: bytes.count) { writer in
                var rest = whole
                while let piece = rest.readSlice(length: min(pieceSize, rest.readableBytes)), piece.readableBytes > 0 {
                    try await writer.write(piece)
                }
                try await writer.finish(nil)
            }
        return Response(status: status, headers: [.contentType: contentType], body: body)
    }

    /// The answer to a HEAD request without a length, because the body would have to be made to know it.
    package static func head(_ contentType: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: contentType], body: ResponseBody { try await $0.finish(nil) })
    }

    /// A value as JSON, of an interface of our own.
    package static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return .bytes([UInt8]((try? encoder.encode(value)) ?? Data()), "application/json", status: status)
    }
}
