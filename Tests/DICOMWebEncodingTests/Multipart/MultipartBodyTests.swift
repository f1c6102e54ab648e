import DICOMWebEncoding
import Foundation
import Testing

struct MultipartBodyTests {
    private func bytes(_ body: MultipartBody<[UInt8]>) -> [UInt8] {
        body.segments.flatMap { segment -> [UInt8] in
            switch segment {
            case .bytes(let bytes), .content(let bytes): bytes
            }
        }
    }

    private func body(_ contents: [[UInt8]]) -> MultipartBody<[UInt8]> {
        MultipartBody(
            contents.map {
                .init(contentType: "application/dicom", location: "http://h/x", length: $0.count, content: $0)
            },
            type: "application/dicom")
    }

    @Test func `what it writes is what the parser reads, and as long as it says`() throws {
        let contents: [[UInt8]] = [Array("\r\n\r\n--".utf8), [], Array("abc".utf8)]
        let body = body(contents)
        let written = bytes(body)
        #expect(written.count == body.contentLength)
        let found = try parts(of: written, boundary: MultipartType(body.contentType).boundary)
        #expect(found.map(\.bytes) == contents)
        #expect(found.map { $0.fields["content-location"] } == ["http://h/x", "http://h/x", "http://h/x"])
        #expect(found.map { $0.fields["content-length"] } == ["6", "0", "3"])
    }

    @Test func `begins with the boundary, as clients in JavaScript need`() {
        let body = body([[1]])
        let text = String(decoding: bytes(body), as: UTF8.self)
        let boundary = body.contentType.components(separatedBy: "boundary=").last ?? ""
        #expect(boundary.utf8.count == 32 && text.hasPrefix("--\(boundary)\r\nContent-Type: "))
    }

    @Test func `each body has another boundary`() { #expect(body([]).contentType != body([]).contentType) }
}
