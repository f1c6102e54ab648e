import Foundation
import Testing

@testable import Platform

struct LocalListenerTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test func `a line goes each way, and the kernel says who is at the other end`() throws {
        let path = directory.path + "/socket"
        let listener = try LocalListener(at: path, mode: 0o600)
        let client = try LocalConnection(to: path)
        let server = try #require(try listener.accept(within: .seconds(300)))
        #expect(server.user == geteuid() && client.user == geteuid())
        #expect(client.sendLine(Array("to the server".utf8), within: .seconds(300)))
        #expect(server.receiveLine(upTo: 99, within: nil) == .line(Array("to the server".utf8)))
        #expect(server.sendLine(Array("to the client".utf8), within: .seconds(300)))
        #expect(client.receiveLine(upTo: 99, within: nil) == .line(Array("to the client".utf8)))
    }

    @Test func `a line is bounded in length and in time, and the end is told`() throws {
        let path = directory.path + "/socket"
        let listener = try LocalListener(at: path, mode: 0o600)
        func pair() throws -> (LocalConnection, LocalConnection) {
            let client = try LocalConnection(to: path)
            return (client, try #require(try listener.accept(within: .seconds(300))))
        }
        let (long, longServer) = try pair()
        long.sendLine([UInt8](repeating: 65, count: 10), within: .seconds(300))
        #expect(longServer.receiveLine(upTo: 9, within: nil) == .tooLong)
        let (silent, silentServer) = try pair()
        #expect(silentServer.receiveLine(upTo: 9, within: .milliseconds(20)) == .late)
        silentServer.endReceiving()
        #expect(silentServer.receiveLine(upTo: 9, within: nil) == .ended)
        #expect(silentServer.sendLine([66], within: .seconds(300)))
        #expect(silent.receiveLine(upTo: 9, within: nil) == .line([66]))
        // A reader that never reads: the socket's buffer is full at some time.
        let (slow, slowServer) = try pair()
        #expect(!slowServer.sendLine([UInt8](repeating: 65, count: 64 << 20), within: .milliseconds(50)))
        withExtendedLifetime(slow) {}
    }

    @Test func `a socket that was left behind is replaced, another file is not, and the last one is removed`() throws {
        let path = directory.path + "/socket"
        var first: LocalListener? = try LocalListener(at: path, mode: 0o600)
        let second = try LocalListener(at: path, mode: 0o600)
        withExtendedLifetime(first) {}
        first = nil
        _ = try LocalConnection(to: path)
        withExtendedLifetime(second) {}
        let file = directory.path + "/file"
        try Data().write(to: URL(filePath: file))
        #expect(throws: PlatformError.self) { try LocalListener(at: file, mode: 0o600) }
        #expect(FileManager.default.fileExists(atPath: file))
    }

    @Test func `a directory with a long path serves too`() throws {
        let long = directory.path + "/" + String(repeating: "d", count: 200)
        try FileManager.default.createDirectory(atPath: long, withIntermediateDirectories: true)
        let listener = try LocalListener(at: long + "/socket", mode: 0o600)
        _ = try LocalConnection(to: long + "/socket")
        #expect(try listener.accept(within: .seconds(300)) != nil)
    }

    @Test func `a stop ends the wait for a connection`() throws {
        let listener = try LocalListener(at: directory.path + "/socket", mode: 0o600)
        listener.stop()
        #expect(try listener.accept(within: .seconds(300)) == nil)
    }

    @Test func `the account of this process is the kernel's, whatever the environment says`() throws {
        #expect(Account.current.id == geteuid())
        let name = try #require(getpwuid(geteuid()).flatMap { String(cString: $0.pointee.pw_name) })
        #expect(Account.current.login == name && Account(id: 4_000_000_000).login == nil)
    }
}
