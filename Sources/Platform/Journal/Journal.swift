import Glibc

/// systemd's journal, spoken to in its native protocol: an entry is a datagram of fields.
package final class Journal: Sendable {
    package static let path = "/run/systemd/journal/socket"

    private let socket: DatagramSocket

    /// - Parameter path: of the journal's socket.
    package init(path: String = Journal.path) throws(PlatformError) { socket = try DatagramSocket(to: path) }

    /// Writes an entry; one too long for a datagram goes as a file in memory.
    package func write(_ entry: JournalEntry) throws(PlatformError) {
        try socket.send(entry.bytes, asFileIfLong: true)
    }

    /// Whether what a process writes to this descriptor goes to the journal: `JOURNAL_STREAM` names the stream that
    /// systemd opened for it, by device and inode (systemd.exec(5)); somebody may have put another in its place.
    package static func takes(_ descriptor: Int32, environment: [String: String]) -> Bool {
        var status = stat()
        guard let stream = environment["JOURNAL_STREAM"], fstat(descriptor, &status) == 0 else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }
}
