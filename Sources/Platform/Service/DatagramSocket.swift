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
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .file(operation: "open a socket to", path: path, errno: errno) }
        guard (1...Self.longestPath).contains(path.utf8.count) else {
            throw .file(operation: "send to", path: path, errno: ENAMETOOLONG)
        }
    }

    deinit { close(descriptor) }

    /// Sends one datagram.
    ///
    /// - Parameter asFileIfLong: send bytes that are too long for a datagram as a sealed memory file, as the journal
    ///   accepts.
    func send(_ bytes: [UInt8], asFileIfLong: Bool = false) throws(PlatformError) {
        var code = errorOf { sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, $1) }
        if asFileIfLong, code == EMSGSIZE || code == ENOBUFS {
            code = errorOf { Int(glibc_send_as_file(descriptor, $0, $1, bytes, bytes.count)) }
        }
        guard code == 0 else { throw .file(operation: "send to", path: path, errno: code) }
    }

    private static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    /// Calls with the receiver's address and repeats after a signal; returns `errno`, or 0 on success.
    private func errorOf(_ call: (UnsafePointer<sockaddr>, socklen_t) -> Int) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let isAbstract = path.hasPrefix("@")
        withUnsafeMutableBytes(of: &address.sun_path) { name in
            name.copyBytes(from: path.utf8)
            if isAbstract { name[0] = 0 }
        }
        // A name in the abstract space has an explicit length; a path ends with a zero byte.
        let length = MemoryLayout<sa_family_t>.size + path.utf8.count + (isAbstract ? 0 : 1)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                while true {
                    if call(pointer, socklen_t(length)) >= 0 { return 0 }
                    if errno != EINTR { return errno }
                }
            }
        }
    }
}
