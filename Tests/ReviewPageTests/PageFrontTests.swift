import Hummingbird
import NIOCore
import Testing
import WebServing

@testable import ReviewPage

struct PageFrontTests {
    @Test func `a body that arrives after its time or is too long is refused`() async throws {
        let body = ByteBuffer(string: #"{"login":"mary"}"#)
        #expect(try await PageFront.read(.init(buffer: body)) == Array(body.readableBytesView))
        await #expect(throws: WebError.slowBody(seconds: 0)) {
            try await PageFront.read(.init(buffer: body), within: .zero)
        }
        await #expect(throws: WebError.tooLarge("the body", limit: PageFront.bodyLimit)) {
            try await PageFront.read(.init(buffer: ByteBuffer(repeating: 0x20, count: PageFront.bodyLimit + 1)))
        }
    }
}
