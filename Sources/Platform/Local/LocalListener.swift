internal import CGlibc
import Glibc

/// Listens on a Unix socket in the file system. Who may connect is a matter of the socket's mode and of its directory.
package final class LocalListener: Sendable {
    private let descriptor: Int32
    private let path: String
    private let device: dev_t
    private let inode: ino_t

    /// Listens at `path`; a socket that an earlier process left there is replaced.
    ///
    /// - Parameters:
    ///   - mode: who may connect. Nobody can before the mode is set.
    ///   - backlog: connections that wait for `accept`.
    package init(at path: String, mode: UInt32, backlog: Int32 = 32) throws(PlatformError) {
        self.path = path
        let descriptor = try SocketPath.socket(SOCK_STREAM, for: path)
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK { unlink(path) }
        let error = SocketPath.errorOf(path) { Int(bind(descriptor, $0, $1)) }
        guard error == 0 else {
            close(descriptor)
            throw .file(operation: "listen on", path: path, errno: error)
        }
        // A socket that does not listen yet refuses everybody.
        guard chmod(path, mode) == 0, stat(path, &status) == 0, listen(descriptor, backlog) == 0 else {
            let error = errno
            unlink(path)
            close(descriptor)
            throw .file(operation: "listen on", path: path, errno: error)
        }
        self.descriptor = descriptor
        (device, inode) = (status.st_dev, status.st_ino)
    }

    deinit {
        // Another process may have replaced it.
        var status = stat()
        if lstat(path, &status) == 0, status.st_dev == device, status.st_ino == inode { unlink(path) }
        close(descriptor)
    }

    /// The next connection; nil if there is none within `patience` or the listener was stopped.
    package func accept(within patience: Duration) throws(PlatformError) -> LocalConnection? {
        var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let found = poll(&waited, 1, Int32(clamping: Int64(patience / .milliseconds(1))))
        if found < 0, errno != EINTR { throw .file(operation: "wait at", path: path, errno: errno) }
        guard found > 0 else { return nil }
        let accepted = glibc_accept(descriptor)
        if accepted >= 0 { return try LocalConnection(accepted) }
        // The client is gone, or `stop` was called.
        if [EINTR, EAGAIN, ECONNABORTED, EINVAL].contains(errno) { return nil }
        throw .file(operation: "accept a connection at", path: path, errno: errno)
    }

    /// Ends the wait in progress and refuses further connections; callable from any thread.
    package func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
