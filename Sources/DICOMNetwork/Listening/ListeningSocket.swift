internal import CGlibc
internal import Glibc

/// A listening TCP socket.
final class ListeningSocket: Sendable {
    let port: UInt16
    /// Belongs to this object; `HintPipe` waits on it.
    let descriptor: Int32
    /// Address and port, for errors.
    let name: String

    /// Binds and listens.
    ///
    /// - Parameters:
    ///   - address: a numeric IPv4 or IPv6 address; `::` listens on both families.
    ///   - port: 0 for a free port, which `port` then returns.
    init(address: String, port: UInt16) throws(NetworkError) {
        let shown = address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, String(port), &hints, &found) == 0, let found else {
            throw .address(shown, errno: EINVAL)
        }
        defer { freeaddrinfo(found) }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(found.pointee.ai_family, kind, 0)
        guard descriptor >= 0 else { throw .address(shown, errno: errno) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0, listen(descriptor, 512) == 0
        else {
            let code = errno
            close(descriptor)
            throw .address(shown, errno: code)
        }
        self.descriptor = descriptor
        name = shown
        self.port = SocketAddress(ofLocalEndOf: descriptor)?.port ?? port
    }

    deinit { close(descriptor) }

    /// Refuses connections from now on.
    func refuseConnections() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Accepts the next connection; `nil` without a pending connection.
    func accept() -> Accepted? {
        let socket = glibc_accept(descriptor)
        if socket >= 0 { return .connection(socket) }
        switch errno {
        case EAGAIN: return nil
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .retryLater
        case EBADF, EINVAL, ENOTSOCK, EOPNOTSUPP: return .ended(errno: errno)
        default: return .failed
        }
    }

    enum Accepted {
        case connection(Int32)
        /// The connection ended before it was accepted.
        case failed
        /// The process has no free descriptor; the caller can only wait and retry.
        case retryLater
        /// The socket accepts no connection any more.
        case ended(errno: Int32)
    }
}
