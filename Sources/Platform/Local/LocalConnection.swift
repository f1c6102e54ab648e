internal import CGlibc
import Glibc

/// A connection over a Unix socket, on which lines are exchanged within bounds of size and time.
package final class LocalConnection: Sendable {
    /// What came from the other side.
    package enum Received: Sendable, Equatable {
        /// Without its newline.
        case line([UInt8])
        /// The line is longer than was allowed.
        case tooLong
        /// The line was not there in time.
        case late
        /// The other side ended the connection, or `end` was called.
        case ended
    }

    private let descriptor: Int32
    /// The user at the other side when the connection was made, as the kernel says.
    package let user: UInt32

    /// Takes over a connected socket.
    init(_ descriptor: Int32) throws(PlatformError) {
        self.descriptor = descriptor
        var user: UInt32 = 0
        let error = glibc_peer_user(descriptor, &user) == 0 ? 0 : errno
        self.user = user
        guard error == 0 else { throw .file(operation: "ask who calls at", path: "a local socket", errno: error) }
    }

    /// Connects to the socket at `path`.
    ///
    /// - Throws: `PlatformError.file`, with `EAGAIN` if so many connections wait there that this one finds no place.
    package convenience init(to path: String) throws(PlatformError) {
        let descriptor = try SocketPath.socket(SOCK_STREAM, for: path)
        // Without a limit, connecting waits for a place as long as it takes.
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let error = SocketPath.errorOf(path) { Int(connect(descriptor, $0, $1)) }
        guard error == 0 else {
            close(descriptor)
            throw .file(operation: "connect to", path: path, errno: error)
        }
        try self.init(descriptor)
    }

    deinit { close(descriptor) }

    /// Waits for one line.
    ///
    /// - Parameters:
    ///   - limit: its longest length in bytes.
    ///   - patience: for the whole line, however it comes; nil waits as long as the other side is there.
    package func receiveLine(upTo limit: Int, within patience: Duration?) -> Received {
        let end = patience.map { ContinuousClock.now + $0 }
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            guard isReady(Int16(POLLIN), until: end) else { return .late }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return .ended }
            // What follows the line is not read: there is one to a side.
            if let newline = buffer[..<count].firstIndex(of: 0x0A) {
                line += buffer[..<newline]
                return line.count > limit ? .tooLong : .line(line)
            }
            line += buffer[..<count]
            if line.count > limit { return .tooLong }
        }
    }

    /// Sends bytes and a newline.
    ///
    /// - Parameter patience: for all of them, however slowly the other side reads.
    /// - Returns: whether the other side could take them.
    @discardableResult
    package func sendLine(_ bytes: [UInt8], within patience: Duration) -> Bool {
        let end = ContinuousClock.now + patience
        let line = bytes + [0x0A]
        var sent = 0
        while sent < line.count {
            guard isReady(Int16(POLLOUT), until: end) else { return false }
            let count = line[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Takes no more from the other side, which ends a wait for it; an answer can still be sent. Callable from any thread.
    package func endReceiving() { shutdown(descriptor, Int32(SHUT_RD)) }

    /// Whether something can be read or written, or the connection has ended, before `end`.
    private func isReady(_ events: Int16, until end: ContinuousClock.Instant?) -> Bool {
        var waited = pollfd(fd: descriptor, events: events, revents: 0)
        while true {
            let left = end.map { Int64(($0 - .now) / .milliseconds(1)) + 1 } ?? -1
            if end != nil, left <= 0 { return false }
            let found = poll(&waited, 1, Int32(clamping: left))
            if found > 0 { return true }
            if found < 0, errno != EINTR { return true }
        }
    }
}
