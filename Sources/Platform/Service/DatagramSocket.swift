internal import CGlibc
import Glibc

/// Sends datagrams to a Unix socket, whose receiver may restart in between.
final class DatagramSocket: Sendable {
    private let path: String
    private let descriptor: Int32

    /// - Parameter path: path of the receiver's socket; a leading `@` means the abstract name space.
    /// - Throws: if the path is too long for a socket, or no socket can be created.
    init(to path: String) throws(PlatformError) {
        self.path = path
        descriptor = try SocketPath.socket(SOCK_DGRAM, for: path)
        guard (1...SocketPath.longest).contains(path.utf8.count) else {
            throw .file(operation: "send to", path: path, errno: ENAMETOOLONG)
        }
    }

    deinit { close(descriptor) }

    /// Sends one datagram.
    ///
    /// - Parameter asFileIfLong: send bytes that are too long for a datagram as a sealed memory file, as the journal
    ///   accepts.
    func send(_ bytes: [UInt8], asFileIfLong: Bool = false) throws(PlatformError) {
        var code = SocketPath.errorOf(path) { sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, $1) }
        if asFileIfLong, code == EMSGSIZE || code == ENOBUFS {
            code = SocketPath.errorOf(path) { Int(glibc_send_as_file(descriptor, $0, $1, bytes, bytes.count)) }
        }
        guard code == 0 else { throw .file(operation: "send to", path: path, errno: code) }
    }
}
