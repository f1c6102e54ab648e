import Glibc

/// A plain TCP connection to 127.0.0.1, for peers that do as they please. Reads give up after ten seconds, so that a
/// test fails rather than hangs.
package final class TestSocket {
    private var descriptor: Int32

    /// The connection could not be made, or ended where bytes were due.
    package struct Broken: Error {
        package let code: Int32

        /// From `errno`; 0 where there is none.
        package init(code: Int32) { self.code = code }
    }

    /// Connects to a port of 127.0.0.1.
    package init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Broken(code: errno) }
        var patience = timeval(tv_sec: 10, tv_usec: 0)
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

    /// Exactly `count` bytes; `nil` where the connection ended before the first of them.
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

    /// Whether the other side ends the connection.
    package func isEndedByOther() -> Bool { ((try? receive(1)) ?? nil) == nil }

    /// Closes without a word.
    package func vanish() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}
