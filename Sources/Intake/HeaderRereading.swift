import DICOMCore
package import Logging
import Platform
package import WorkListDatabase

/// Reads the headers of stored objects again after the rules for reading text have changed, a few at a time (decision
/// 32).
package struct HeaderRereading: Sendable {
    /// Objects per transaction, because a transaction blocks other writers.
    private static let slice = 50
    /// Pause between two slices, so that arriving objects get the disk.
    private static let pause = Duration.milliseconds(20)
    /// How long the thread waits when nothing is left to read.
    private static let rest = Duration.seconds(3600)
    /// Pause between two looks for headers that are tried again.
    private static let look = Duration.seconds(60)

    private let workList: WorkListStore
    private let logger: Logger
    private let outage: RepeatedCondition

    package init(workList: WorkListStore, logger: Logger) {
        self.workList = workList
        self.logger = logger
        outage = RepeatedCondition(logger: logger, end: "stored headers are read again")
    }

    /// Schedules the headers to be read. Call it before anything is stored.
    package func begin() throws {
        try workList.beginHeaderReading(by: UndeclaredText.ofProcess.name)
        if let reading = try workList.headerReading() {
            logger.notice(
                "reading the headers of stored objects again",
                metadata: ["objects": "\(reading.total - reading.done)"])
        }
    }

    /// Reads one slice; logs its own errors.
    ///
    /// - Returns: time until the next.
    package func round() -> Duration {
        do {
            let wasReading = try workList.hasHeadersToRead()
            guard let unread = try workList.readHeaders(limit: Self.slice) else {
                return try workList.waitingHeaders() > 0 ? Self.look : Self.rest
            }
            outage.isOver()
            for header in unread {
                logger.warning(
                    "a stored header cannot be read again: \(header.reason)",
                    metadata: ["instance": "\(header.sopInstanceUID)"])
            }
            if wasReading, try !workList.hasHeadersToRead() {
                end(unreadable: try workList.unreadableHeaders(), waiting: try workList.waitingHeaders())
            }
            return Self.pause
        } catch {
            outage.isMet("cannot read stored headers again", error)
            return Loop.slowLook
        }
    }

    private func end(unreadable: Int, waiting: Int) {
        logger.notice(
            "finished reading the headers of stored objects",
            metadata: ["unreadable": "\(unreadable)", "tried_again": "\(waiting)"])
        if waiting > 0 {
            IncidentLog("headers", in: workList, logger: logger).record(
                "the files of \(waiting) stored objects cannot be read now; their headers are tried again",
                hint: "check the disk with dmesg and smartctl; thoraxctl verify names the files", cause: .files)
        }
        guard unreadable > 0 else { return }
        IncidentLog("headers", in: workList, logger: logger).record(
            "the headers of \(unreadable) stored objects cannot be read again; they are found as before",
            hint: "thoraxctl verify names files that are missing or damaged; have the senders send them again")
    }
}
