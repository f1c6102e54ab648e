import DICOMTestPeer
import Testing

@testable import Platform

struct DatagramSocketTests {
    @Test func `sends again to a receiver that has restarted`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/socket"
        let socket = try DatagramSocket(to: path)
        #expect(throws: PlatformError.self) { try socket.send([1]) }
        do {
            let receiver = try DatagramReceiver(at: path)
            try socket.send([1, 2])
            #expect(try receiver.receive()?.bytes == [1, 2])
        }
        #expect(throws: PlatformError.self) { try socket.send([3]) }
        let receiver = try DatagramReceiver(at: path)
        try socket.send([4])
        #expect(try receiver.receive()?.bytes == [4])
    }

    @Test func `sends what is too long for a datagram as a file if asked`() throws {
        let directory = try TemporaryDirectory()
        let receiver = try DatagramReceiver(at: directory.path + "/socket")
        let socket = try DatagramSocket(to: directory.path + "/socket")
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
        #expect(throws: PlatformError.self) { try socket.send(bytes) }
        try socket.send(bytes, asFileIfLong: true)
        let datagram = try #require(try receiver.receive())
        #expect(datagram.isFile)
        #expect(datagram.bytes == bytes)
    }
}
