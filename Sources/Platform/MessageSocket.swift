import CGlibc
import Glibc

/// One end of a local connection between two processes, over which descriptors travel too.
package final class MessageSocket: Sendable {
    package let descriptor: Int32

    /// Takes over an open end.
    package init(descriptor: Int32) { self.descriptor = descriptor }

    /// Opens a connection; both ends are closed in programs that this process runs.
    package static func pair() throws(PlatformError) -> (MessageSocket, MessageSocket) {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw .file(operation: "open", path: "a socket pair", errno: errno)
        }
        return (MessageSocket(descriptor: ends[0]), MessageSocket(descriptor: ends[1]))
    }

    deinit { close(descriptor) }

    /// Sends a few bytes together with an open descriptor.
    ///
    /// - Returns: whether they were sent.
    package func send(_ bytes: [UInt8], with passed: Int32) -> Bool {
        glibc_send_with_descriptor(descriptor, bytes, bytes.count, passed) == 0
    }

    /// Receives a few bytes and the descriptor that came with them, which the caller closes; waits for them.
    ///
    /// - Returns: nil at the end of the connection.
    package func receive(upTo count: Int) -> (bytes: [UInt8], descriptor: Int32?)? {
        var bytes = [UInt8](repeating: 0, count: count)
        var passed: Int32 = -1
        let received = glibc_receive_with_descriptor(descriptor, &bytes, count, &passed)
        guard received > 0 else { return nil }
        return (Array(bytes.prefix(received)), passed >= 0 ? passed : nil)
    }

    /// Sends all bytes; waits for room.
    ///
    /// - Returns: false if the other end is closed.
    package func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let sent = write(descriptor, rest.baseAddress, rest.count)
            if sent < 0 && errno == EINTR { continue }
            guard sent > 0 else { return false }
            rest = UnsafeRawBufferPointer(rebasing: rest[sent...])
        }
        return true
    }

    /// What became of waiting for bytes.
    package enum Reception: Sendable, Equatable { case complete, ended, late }

    /// Fills a buffer with what the other end sends.
    package func receive(into buffer: UnsafeMutableRawBufferPointer, until deadline: ContinuousClock.Instant)
        -> Reception
    {
        var filled = 0
        while filled < buffer.count {
            guard waits(for: Int16(POLLIN), until: deadline) else { return .late }
            let count = read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return .ended }
            filled += count
        }
        return .complete
    }

    /// Whether nothing that the other end has sent is left to receive.
    package var isSilent: Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) <= 0
    }

    private func waits(for events: Int16, until deadline: ContinuousClock.Instant) -> Bool {
        var waiting = pollfd(fd: descriptor, events: events, revents: 0)
        while true {
            let left = max(deadline - ContinuousClock.now, .zero) / .milliseconds(1)
            let found = poll(&waiting, 1, Int32(min(left.rounded(.up), 1e9)))
            if found > 0 { return true }
            guard found < 0 || left > 0 else { return false }
        }
    }
}
