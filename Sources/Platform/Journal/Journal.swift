import Glibc

/// systemd's journal through its native protocol: each entry is a datagram of fields.
package final class Journal: Sendable {
    package static let path = "/run/systemd/journal/socket"

    private let socket: DatagramSocket

    /// - Parameter path: path of the journal's socket.
    package init(path: String = Journal.path) throws(PlatformError) { socket = try DatagramSocket(to: path) }

    /// Writes an entry; one that is too long for a datagram is sent as a memory file.
    package func write(_ entry: JournalEntry) throws(PlatformError) {
        try socket.send(entry.bytes, asFileIfLong: true)
    }

    /// Whether this descriptor is connected to the journal: `JOURNAL_STREAM` has the device and inode of the stream
    /// that systemd opened (systemd.exec(5)); the descriptor may have been redirected since.
    package static func takes(_ descriptor: Int32, environment: [String: String]) -> Bool {
        var status = stat()
        guard let stream = environment["JOURNAL_STREAM"], fstat(descriptor, &status) == 0 else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }
}
