import DICOMCore
import DICOMObject
import FoundationEssentials
import Glibc
package import Logging
import Platform
import Synchronization
import WorkList
import WorkListDatabase

/// The reporter process: takes one study after another from the work list and stores its draft; before each, what
/// reviewers decided about earlier ones.
///
/// A child of the daemon that parses what modalities sent, so it may die at any study. It lives no longer than its
/// standard input: at its end it hands the study back and leaves. A byte on standard input says that there may be work;
/// it writes one to its standard output after each piece of work.
package final class Reporter: Sendable {
    /// What it notes in its lock once its model is loaded.
    static let ready = "ready"

    private let configuration: ReporterConfiguration
    let workList: WorkListStore
    let logger: Logger
    let incidents: IncidentLog
    /// Woken by the daemon.
    private let hints = WakeSignal()
    /// Gives back what is being worked on.
    private let running = Mutex<(@Sendable () throws -> Void)?>(nil)

    package init(_ configuration: ReporterConfiguration, logger: Logger) throws {
        self.configuration = configuration
        self.logger = logger
        workList = try WorkListStore(stateDirectory: configuration.stateDirectory)
        incidents = IncidentLog("reporter", in: workList, logger: logger)
    }

    /// Works until standard input ends; blocks the calling thread.
    ///
    /// - Throws: when the model bundle or the limits cannot be had; what a study does wrong is put on record instead.
    package func run() throws {
        // A terminal or systemd signals the whole group; only the daemon decides when this process leaves.
        signal(SIGTERM, SIG_IGN)
        signal(SIGINT, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
        // A daemon that is gone is seen at the end of standard input.
        signal(SIGPIPE, SIG_IGN)
        let daemon = try Self.takeStandardOutput()
        try ProcessLimits.forbidCoreDumps()
        try ProcessLimits.setAddressSpace(bytes: configuration.limits.memoryMegabytes << 20)
        let lock = try LockFile(at: WorkListStore.reporterLockPath(in: configuration.stateDirectory))
        defer { withExtendedLifetime(lock) {} }
        let drafting = try Drafting(configuration, files: workList.files)
        try OwnedThread.start(name: "parent") { [self] in leaveWithParent() }
        try lock.note(Self.ready)
        Self.tell(daemon)
        logger.info("reporter ready", metadata: ["model": "\(drafting.identity)", "pid": "\(getpid())"])
        let documents = SuccessorDocuments(
            workList: workList, writer: drafting.writer, aeTitle: configuration.aeTitle)
        let reading = ReturnedReportReading(routes: configuration.routes)
        while true {
            // What a radiologist waits for goes before what no one has seen.
            let isBusy =
                try writeNextVerdict(documents) || readNextReturnedReport(reading) || draftNextStudy(drafting)
            if isBusy { Self.tell(daemon) } else { hints.wait(upTo: Loop.slowLook) }
        }
    }

    /// Keeps standard output for hints to the daemon: whatever a library prints goes to standard error.
    private static func takeStandardOutput() throws(PlatformError) -> Int32 {
        let descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else {
            throw .file(operation: "keep", path: "standard output", errno: errno)
        }
        return descriptor
    }

    /// Tells the daemon that there may be something to deliver. Where its pipe is full it has hints enough.
    private static func tell(_ daemon: Int32) {
        var byte: UInt8 = 0
        _ = write(daemon, &byte, 1)
    }

    /// - Returns: false when no study waits.
    private func draftNextStudy(_ drafting: Drafting) throws -> Bool {
        guard let claim = try workList.claim(by: getpid()) else { return false }
        try work(handingBack: { [workList] in try workList.end(claim, with: .handedBack, notBefore: Date()) }) {
            try draft(claim, drafting)
        }
        return true
    }

    private func draft(_ claim: WorkListStore.Claim, _ drafting: Drafting) throws {
        let metadata: Logger.Metadata = [
            "study.uid": "\(claim.studyInstanceUID)", "attempt": "\(claim.workItem.attempt)",
        ]
        do {
            let (draft, omissions) = try drafting.draft(claim)
            do {
                try workList.store(draft, for: claim)
            } catch {
                // No row names the documents, and another attempt writes others.
                drafting.writer.remove(draft.documents)
                throw error
            }
            for omission in omissions { report(omission, metadata) }
            logger.info("draft stored", metadata: metadata)
        } catch WorkItemError.claimLost {
            logger.info("draft dropped: the study changed meanwhile", metadata: metadata)
        } catch {
            let verdict = AttemptVerdict(error)
            incidents.report("no draft", error, metadata: metadata)
            try workList.end(claim, with: verdict.event, notBefore: Date() + verdict.delay)
        }
    }

    /// Does one piece of work within the limits of a study.
    ///
    /// - Parameter handBack: what becomes of it should the daemon leave meanwhile.
    func work(handingBack handBack: @escaping @Sendable () throws -> Void, _ body: () throws -> Void) throws {
        running.withLock { $0 = handBack }
        defer { running.withLock { $0 = nil } }
        try ProcessLimits.grantProcessorTime(seconds: configuration.limits.processorSeconds)
        defer { ProcessLimits.liftProcessorTime() }
        try body()
    }

    func report(_ omission: DocumentWriter.Omission, _ metadata: Logger.Metadata) {
        incidents.report(
            "a report was written without its form \(omission.form.rawValue)", omission.error, metadata: metadata)
    }

    /// Takes the daemon's hints until the end of standard input, which it holds open while it lives.
    private func leaveWithParent() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(STDIN_FILENO, &bytes, bytes.count)
            if count == 0 || (count < 0 && errno != EINTR) { break }
            hints.wake()
        }
        // Should the work list be held by someone, the alarm ends this process all the same.
        signal(SIGALRM, SIG_DFL)
        alarm(2)
        if let handBack = running.withLock({ $0 }) { try? handBack() }
        _exit(0)
    }
}
