import CGlibc
import Glibc

/// The address of a Unix socket: a path in the file system, or with a leading `@` a name in the abstract name space.
enum SocketPath {
    /// Longest path that fits into an address, in bytes.
    static let longest = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    /// Calls with the address of a path, again after a signal. A path that is too long for an address is reached through its
    /// directory.
    ///
    /// - Parameter call: returns a negative number and sets `errno` on failure.
    /// - Returns: `errno`, or 0 on success.
    static func errorOf(_ path: String, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int) -> Int32 {
        guard path.utf8.count > longest else { return errorOf(fitting: path, call) }
        let directory = open(Directory.parent(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return errno }
        defer { close(directory) }
        let name = path.split(separator: "/").last ?? ""
        return errorOf(fitting: "/proc/self/fd/\(directory)/\(name)", call)
    }

    private static func errorOf(
        fitting path: String, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int
    ) -> Int32 {
        guard (1...longest).contains(path.utf8.count) else { return ENAMETOOLONG }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let isAbstract = path.hasPrefix("@")
        withUnsafeMutableBytes(of: &address.sun_path) { name in
            name.copyBytes(from: path.utf8)
            if isAbstract { name[0] = 0 }
        }
        // A name in the abstract space has an explicit length; a path ends with a zero byte.
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.utf8.count + (isAbstract ? 0 : 1))
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                while call(pointer, length) < 0 {
                    if errno != EINTR { return errno }
                }
                return 0
            }
        }
    }

    /// A new socket, closed on exec.
    ///
    /// - Parameter kind: `SOCK_STREAM` or `SOCK_DGRAM`.
    static func socket(_ kind: __socket_type, for path: String) throws(PlatformError) -> Int32 {
        let descriptor = Glibc.socket(AF_UNIX, Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .file(operation: "open a socket to", path: path, errno: errno) }
        return descriptor
    }
}
