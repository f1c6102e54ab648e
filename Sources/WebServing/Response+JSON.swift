import FoundationEssentials
package import Hummingbird
import NIOCore

extension Response {
    /// Bytes in memory.
    package static func bytes(
        _ bytes: [UInt8], _ contentType: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status, headers: [.contentType: contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A value as JSON, of an interface of our own.
    package static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return .bytes([UInt8]((try? encoder.encode(value)) ?? Data()), "application/json", status: status)
    }
}
