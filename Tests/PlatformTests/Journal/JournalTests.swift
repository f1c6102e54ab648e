import DICOMTestPeer
import Foundation
import Platform
import Testing

struct JournalTests {
    @Test(arguments: [10, 2_000_000])
    func `an entry of any length arrives whole`(length: Int) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/journal"
        let receiver = try DatagramReceiver(at: path)
        var entry = JournalEntry()
        let message = String(repeating: "m", count: length)
        entry.append("MESSAGE", message)
        try Journal(path: path).write(entry)
        let datagram = try #require(try receiver.receive())
        #expect(datagram.text == "MESSAGE=\(message)\n")
        #expect(datagram.isFile == (length > 1_000_000))
    }

    @Test func `a missing journal is an error`() throws {
        var entry = JournalEntry()
        entry.append("MESSAGE", "lost")
        #expect(throws: PlatformError.self) { try Journal(path: "/nowhere/journal").write(entry) }
    }

    @Test func `only the stream that systemd opened is the journal`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/stream"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        var status = stat()
        #expect(fstat(descriptor, &status) == 0)
        let stream = "\(status.st_dev):\(status.st_ino)"
        #expect(Journal.takes(descriptor, environment: ["JOURNAL_STREAM": stream]))
        #expect(!Journal.takes(descriptor, environment: ["JOURNAL_STREAM": "\(status.st_dev):1"]))
        #expect(!Journal.takes(descriptor, environment: [:]))
    }
}
