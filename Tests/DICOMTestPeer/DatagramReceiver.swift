import Foundation
import Glibc

/// A Unix datagram socket in place of systemd's, whose messages the test can read.
package final class DatagramReceiver {
    /// One datagram: its bytes, or those of the file that was sent instead.
    package struct Datagram {
        package let bytes: [UInt8]
        package let isFile: Bool

        package var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    package struct Broken: Error { let code: Int32 }

    private let descriptor: Int32
    private let path: String

    /// - Parameter path: a leading `@` means the abstract name space.
    package init(at path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { name in
            name.copyBytes(from: path.utf8)
            if path.hasPrefix("@") { name[0] = 0 }
        }
        let length = socklen_t(2 + path.utf8.count + (path.hasPrefix("@") ? 0 : 1))
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard result == 0 else { throw Broken(code: errno) }
    }

    deinit {
        close(descriptor)
        if !path.hasPrefix("@") { unlink(path) }
    }

    /// The next datagram; nil where none comes for so long.
    package func receive(within milliseconds: Int32 = 300_000) throws -> Datagram? {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) == 1 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        // A 16-byte header and one descriptor.
        var control = [UInt8](repeating: 0, count: 24)
        var passed: Int32 = -1
        let count = bytes.withUnsafeMutableBytes { bytes in
            control.withUnsafeMutableBytes { control in
                var part = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
                return withUnsafeMutablePointer(to: &part) { part in
                    var message = msghdr()
                    message.msg_iov = part
                    message.msg_iovlen = 1
                    message.msg_control = control.baseAddress
                    message.msg_controllen = control.count
                    let count = recvmsg(descriptor, &message, 0)
                    if message.msg_controllen >= 20 { passed = control.load(fromByteOffset: 16, as: Int32.self) }
                    return count
                }
            }
        }
        guard count >= 0 else { throw Broken(code: errno) }
        guard passed >= 0 else { return Datagram(bytes: Array(bytes[..<count]), isFile: false) }
        let file = FileHandle(fileDescriptor: passed, closeOnDealloc: true)
        try file.seek(toOffset: 0)
        return Datagram(bytes: Array(try file.readToEnd() ?? Data()), isFile: true)
    }

    /// The next datagram that satisfies a condition; earlier ones are dropped.
    package func receive(where condition: (String) -> Bool) throws -> String? {
        while let datagram = try receive() {
            if condition(datagram.text) { return datagram.text }
        }
        return nil
    }
}
