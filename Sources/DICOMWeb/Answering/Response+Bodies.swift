import DICOMWebEncoding
import Hummingbird
import NIOCore
import WebServing

extension Response {
    /// RFC 9111 dropped it, but PS3.18 8.3.4 tells clients by it.
    private static let warning = HTTPField.Name.named("Warning")

    /// The answer to a HEAD request for a form whose length is known only after decoding.
    static func head(_ form: Representation) -> Response {
        let contentType =
            form.isMultipart ? MultipartBody<[UInt8]>([], type: form.mediaType).contentType : form.contentType
        return .head(contentType)
    }

    /// An answer with parts of one file.
    static func content(_ content: FileContent, _ contentType: String, ended: Ended? = nil) -> Response {
        streaming(contentType, length: content.byteCount, ended) { writer in try await content.write(to: &writer) }
    }

    /// An answer with parts of several files.
    static func multipart(_ parts: [ObjectPart], type: String, ended: Ended? = nil) -> Response {
        let body = MultipartBody(parts, type: type)
        return streaming(body.contentType, length: body.contentLength, ended) { writer in
            for segment in body.segments {
                switch segment {
                case .bytes(let bytes): try await writer.write(ByteBuffer(bytes: bytes))
                case .content(let content): try await content.write(to: &writer)
                }
            }
        }
    }

    /// Parts in memory.
    static func documents(_ parts: [MultipartBody<[UInt8]>.Part], type: String) -> Response {
        let body = MultipartBody(parts, type: type)
        let bytes = body.segments.flatMap { segment -> [UInt8] in
            switch segment {
            case .bytes(let bytes), .content(let bytes): bytes
            }
        }
        return .bytes(bytes, body.contentType)
    }

    /// Called when a body has been written, or with why not.
    typealias Ended = @Sendable ((any Error)?) -> Void

    private static func streaming(
        _ contentType: String, length: Int, _ ended: Ended?,
        _ write: @escaping @concurrent @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        let ending = ended.map(Ending.init)
        return Response(
            status: .ok, headers: [.contentType: contentType],
            body: ResponseBody(contentLength: length) { writer in
                do {
                    try await write(&writer)
                    try await writer.finish(nil)
                } catch {
                    ending?.end(error)
                    throw error
                }
                ending?.end(nil)
            })
    }

    /// Adds warnings (PS3.18 8.3.4): RFC 9111 dropped the field, but PS3.18 keeps it and clients log it.
    mutating func warn(_ notes: some Sequence<String>, from base: String) {
        headers[values: Self.warning] = Self.warnings(notes, from: base)[values: Self.warning]
    }

    static func warnings(_ notes: some Sequence<String>, from base: String) -> HTTPFields {
        var fields = HTTPFields()
        fields[values: warning] = notes.map { note in
            // A field has visible ASCII characters.
            String(String.UnicodeScalarView("299 \(base): \(note)".unicodeScalars.filter { (" "..."~").contains($0) }))
        }
        return fields
    }
}
