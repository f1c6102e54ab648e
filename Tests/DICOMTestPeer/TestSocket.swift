import Glibc

/// A plain TCP connection, for peers that do not follow the protocol. Reads time out after five minutes, so that a test
/// fails rather than hangs, and not because the machine is busy.
package final class TestSocket {
    private var descriptor: Int32

    /// The connection could not be made, or ended while bytes were expected.
    package struct Broken: Error {
        package let code: Int32

        /// `errno`, or 0 if there is none.
        package init(code: Int32) { self.code = code }
    }

    /// Connects to a port of a numeric address.
    package init(_ host: String = "127.0.0.1", port: UInt16) throws {
        var found: UnsafeMutablePointer<addrinfo>?
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else { throw Broken(code: EINVAL) }
        defer { freeaddrinfo(found) }
        descriptor = socket(found.pointee.ai_family, Int32(SOCK_STREAM.rawValue), 0)
        let connected = connect(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen)
        guard connected == 0 else { throw Broken(code: errno) }
        var patience = timeval(tv_sec: 300, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { vanish() }

    /// Sends all bytes.
    package func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let step = bytes.withUnsafeBytes { buffer in
                Glibc.send(descriptor, buffer.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard step > 0 else { throw Broken(code: errno) }
            sent += step
        }
    }

    /// Reads exactly `count` bytes; `nil` if the connection ended before the first.
    package func receive(_ count: Int) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var chunk = [UInt8](repeating: 0, count: count - bytes.count)
            let step = recv(descriptor, &chunk, chunk.count, 0)
            if step == 0 && bytes.isEmpty { return nil }
            if step < 0 && errno == ECONNRESET { return nil }
            guard step > 0 else { throw Broken(code: errno) }
            bytes += chunk.prefix(step)
        }
        return bytes
    }

    /// Waits until the connection is broken, at most this long, without reading.
    package func waitForBreak(milliseconds: Int32) {
        var entry = pollfd(fd: descriptor, events: 0, revents: 0)
        poll(&entry, 1, milliseconds)
    }

    /// Whether the other side closes the connection before anything else comes, and before reads time out.
    package func isEndedByOther() -> Bool {
        do {
            return try receive(1) == nil
        } catch {
            return (error as? Broken)?.code != EAGAIN
        }
    }

    /// Closes without sending anything.
    package func vanish() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}
