import DICOMNetwork
import DICOMTestPeer
import Foundation
import TestHarness
import Testing

/// Variations of a peer's first PDU: the seed `echo` of the fuzzer `association`, changed and split.
@Suite(.timeLimit(.minutes(10)))
struct OpeningPDUTests {
    private let acceptor = RecordingAcceptor()
    /// A-ASSOCIATE-RQ with one context of one transfer syntax, a C-ECHO request, A-RELEASE-RQ.
    private let echo: [UInt8]

    init() throws {
        echo = [UInt8](try Data(contentsOf: packageRoot.appending(path: "Fuzzing/Corpus/association/echo")))
    }

    @Test(arguments: [1, 7, 6, 100])
    func `an association request may arrive in pieces`(size: Int) async throws {
        let running = try RunningListener(acceptor)
        let socket = try TestSocket(port: running.port)
        for start in stride(from: 0, to: echo.count, by: size) {
            try socket.send(Array(echo[start..<min(start + size, echo.count)]))
        }
        _ = try await acceptor.waitFor { $0 == .released }
        #expect(acceptor.events.contains(.received(field: .echoRequest, dataSet: [])))
    }

    @Test(arguments: [0x10, 0x20, 0x30, 0x40] as [UInt8])
    func `refuses an association request with an item longer than its enclosing item`(item: UInt8) async throws {
        let running = try RunningListener(acceptor)
        var request = echo
        // Items begin after the 74 bytes of header and fixed fields.
        let start = try #require(request[74...].firstRange(of: [item, 0x00, 0x00])).lowerBound
        request.replaceSubrange(start + 2..<start + 4, with: [0x7F, 0xFF])
        let socket = try TestSocket(port: running.port)
        try socket.send(request)
        let malformed = NetworkError.protocolViolation("the association request is malformed")
        _ = try await acceptor.waitFor { $0 == .didNotOpen(malformed) }
    }

    @Test func `refuses an association request with a transfer syntax of more than 64 characters`() async throws {
        let running = try RunningListener(acceptor)
        var request = echo
        let context = try #require(request[74...].firstRange(of: [0x20, 0x00, 0x00])).lowerBound
        let syntax = try #require(request[context...].firstRange(of: [0x40, 0x00, 0x00])).lowerBound
        let more = [UInt8](repeating: UInt8(ascii: "1"), count: 49)
        request.insert(contentsOf: more, at: syntax + 4)
        for length in [5, context + 3, syntax + 3] { request[length] += UInt8(more.count) }
        let socket = try TestSocket(port: running.port)
        try socket.send(request)
        let malformed = NetworkError.protocolViolation("the association request is malformed")
        _ = try await acceptor.waitFor { $0 == .didNotOpen(malformed) }
    }
}
