import Hummingbird
import NIOCore
import Synchronization
import Testing
import WebServing

@testable import DICOMWeb

/// How the end of an answer is met, and how it is written.
struct EndingTests {
    private final class Ends: Sendable {
        private let found = Mutex<[String]>([])
        var all: [String] { found.withLock { $0 } }
        func add(_ error: (any Error)?) { found.withLock { $0.append(error.map { "\($0)" } ?? "whole") } }
    }

    @Test func `the end of an answer is reported once, also if nothing of it was sent`() {
        let ends = Ends()
        do {
            let ending = Ending { ends.add($0) }
            ending.end(nil)
            ending.end(CancellationError())
        }
        #expect(ends.all == ["whole"])
        do { _ = Ending { ends.add($0) } }
        #expect(ends.all == ["whole", "the client was gone before the answer began"])
    }

    /// Notes the sizes of what is written.
    private struct Noting: ResponseBodyWriter {
        let sizes: Sizes

        @concurrent
        mutating func write(_ buffer: ByteBuffer) async throws { sizes.add(buffer.readableBytes) }

        @concurrent
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    private final class Sizes: Sendable {
        private let found = Mutex<[Int]>([])
        var all: [Int] { found.withLock { $0 } }
        func add(_ size: Int) { found.withLock { $0.append(size) } }
    }

    @Test(arguments: [0, 1000, 256 << 10, (256 << 10) + 1, 1_000_000])
    func `a large answer is written in pieces, so that its client has time for each`(count: Int) async throws {
        let response = Response.bytes([UInt8](repeating: 7, count: count), "application/json")
        #expect(response.headers[.contentLength] == "\(count)")
        let sizes = Sizes()
        try await response.body.write(Noting(sizes: sizes))
        #expect(sizes.all.reduce(0, +) == count && sizes.all.allSatisfy { $0 <= 256 << 10 })
    }
}
