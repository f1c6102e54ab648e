import DICOMTestPeer
import Foundation
import Logging
import Platform
import Synchronization
import Testing

@testable import Daemon

struct JournalLogHandlerTests {
    /// Keeps what it is given.
    private final class Kept: Sendable {
        let lines = Mutex<[String]>([])
    }

    private struct KeepingHandler: LogHandler {
        let kept: Kept
        var metadata = Logger.Metadata()
        var logLevel = Logger.Level.trace
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) { kept.lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") } }
    }

    private func logger(_ path: String, _ kept: Kept = Kept()) throws -> Logger {
        let journal = try Journal(path: path)
        var logger = Logger(label: "thoraxd") { label in
            JournalLogHandler(journal, identifier: label, fallback: KeepingHandler(kept: kept))
        }
        logger.logLevel = .trace
        logger[metadataKey: "part"] = "reporter"
        return logger
    }

    @Test func `a line is an entry whose metadata are fields`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "journal").path
        let receiver = try DatagramReceiver(at: path)
        try logger(path).error("no draft: the image\nis none", metadata: ["study.uid": "1.2.3", "attempt": "2"])
        let text = try #require(try receiver.receive()?.text)
        for field in [
            "PRIORITY=3\n", "SYSLOG_IDENTIFIER=thoraxd\n", "CODE_FILE=", "THORAXD_STUDY_UID=1.2.3\n",
            "THORAXD_ATTEMPT=2\n", "THORAXD_PART=reporter\n",
            "no draft: the image\nis none attempt=2 part=reporter study.uid=1.2.3\n",
        ] {
            #expect(text.contains(field), "\(field)")
        }
        #expect(text.hasPrefix("MESSAGE\n"))
    }

    @Test(arguments: [
        (Logger.Level.trace, 7), (.debug, 7), (.info, 6), (.notice, 5), (.warning, 4), (.error, 3), (.critical, 2),
    ])
    func `levels are those of syslog`(level: Logger.Level, priority: Int) throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "journal").path
        let receiver = try DatagramReceiver(at: path)
        try logger(path).log(level: level, "x")
        #expect(try receiver.receive()?.text.contains("\nPRIORITY=\(priority)\n") == true)
    }

    @Test func `an entry that the journal refuses goes to the other handler, with its metadata`() throws {
        let kept = Kept()
        try logger("/nowhere/journal", kept).info("still logged")
        #expect(kept.lines.withLock { $0 } == ["still logged [\"part\": reporter]"])
    }
}
