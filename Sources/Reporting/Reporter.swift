import DICOMCore
import DICOMObject
import Decoding
import FoundationEssentials
import Glibc
package import Logging
import Platform
import Synchronization
import WorkList
import WorkListDatabase

/// The reporter process. It claims one study after another and stores its draft; between studies it first writes the
/// documents of verdicts and reads returned reports.
///
/// It is a child process of the daemon because it parses what modalities sent, and may crash on any study; pixels and
/// returned reports are read by its own child, the decoder. A byte on standard input says that there may be work; the
/// process writes a byte to standard output after each piece of work. When its standard input ends, it hands the study
/// back and exits.
package final class Reporter: Sendable {
    /// Begins the note that the process writes to its lock file once the model is loaded: the model follows.
    static let ready = "ready "

    /// Whether a process had loaded its model; its note outlives it.
    static func wasReady(_ process: Int32?, of configuration: ReporterConfiguration) -> Bool {
        let lock = WorkListStore.reporterLockPath(in: configuration.stateDirectory)
        return process.flatMap { LockFile.note(at: lock, by: $0) }?.hasPrefix(ready) == true
    }

    private let configuration: ReporterConfiguration
    let workList: WorkListStore
    let logger: Logger
    let incidents: IncidentLog
    /// Wakes the work loop when the daemon sends a byte.
    private let hints = WakeSignal()
    /// Hands back the current work; nil between two pieces of work.
    private let running = Mutex<(@Sendable () throws -> Void)?>(nil)

    package init(_ configuration: ReporterConfiguration, logger: Logger) throws {
        self.configuration = configuration
        UndeclaredText.ofProcess = UndeclaredText(defaultTerms: configuration.defaultCharacterSet)
        self.logger = logger
        workList = try WorkListStore(stateDirectory: configuration.stateDirectory, for: .changing)
        incidents = IncidentLog("reporter", in: workList, logger: logger)
    }

    /// Works until standard input ends; blocks the calling thread.
    ///
    /// - Throws: if the model bundle cannot be loaded, the limits cannot be set or no decoder starts; an error about a
    ///   study is recorded instead.
    package func run() throws {
        // A terminal or systemd signals the whole process group, but only the daemon decides when this process exits.
        signal(SIGTERM, SIG_IGN)
        signal(SIGINT, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
        // The end of the daemon is detected by the end of standard input.
        signal(SIGPIPE, SIG_IGN)
        let daemon = try Self.takeStandardOutput()
        try ProcessLimits.forbidCoreDumps()
        try ProcessLimits.setAddressSpace(bytes: configuration.limits.memoryMegabytes << 20)
        let lock = try LockFile(at: WorkListStore.reporterLockPath(in: configuration.stateDirectory))
        let decoders = Decoders(DecoderSettings(configuration))
        // It starts while the model is loaded.
        decoders.prepare()
        let drafting = try Drafting(
            configuration, files: workList.files, decoders: decoders, restoredAt: workList.lastRestore())
        try OwnedThread.start(name: "parent") { [self] in leaveWithParent() }
        report(try decoders.awaitReady())
        try workList.closeIncidents(
            Incident.Cause.form, except: Set(configuration.routes.flatMap(\.forms).map(\.rawValue)))
        logger.info("reporter ready", metadata: ["model": "\(drafting.identity)", "pid": "\(getpid())"])
        try lock.note(Self.ready + drafting.identity.prefix(200).filter { !$0.isNewline })
        Self.tell(daemon)
        let documents = SuccessorDocuments(
            workList: workList, writer: drafting.writer, decoders: decoders, aeTitle: configuration.aeTitle)
        let reading = ReturnedReportReading(routes: configuration.routes, decoders: decoders)
        var sender = ""
        while true {
            // The supervisor replaces a process that stops doing this.
            lock.touch()
            // Without a decoder nothing is claimed: the supervisor starts this process again, later each time.
            try decoders.awaitReady()
            // Documents that a radiologist waits for come before new drafts.
            let isBusy =
                try writeNextVerdict(documents) || readNextReturnedReport(reading, ofSigners: true)
                || draftNextStudy(drafting, after: &sender) || readNextReturnedReport(reading, ofSigners: false)
            if isBusy { Self.tell(daemon) } else { hints.wait(upTo: Loop.slowLook) }
        }
    }

    /// Reserves standard output for wake-ups of the daemon; output of libraries is redirected to standard error.
    private static func takeStandardOutput() throws(PlatformError) -> Int32 {
        let descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else {
            throw .file(operation: "keep", path: "standard output", errno: errno)
        }
        return descriptor
    }

    /// Notifies the daemon that there may be something to deliver. If the pipe is full, the daemon has been notified
    /// already.
    private static func tell(_ daemon: Int32) {
        var byte: UInt8 = 0
        _ = write(daemon, &byte, 1)
    }

    /// - Parameter sender: AE title of the sender whose study was drafted last.
    /// - Returns: false if no study is queued.
    private func draftNextStudy(_ drafting: Drafting, after sender: inout String) throws -> Bool {
        guard let claim = try workList.claim(by: getpid(), after: sender) else { return false }
        sender = claim.workItem.callingAETitle ?? ""
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
            let (draft, written) = try drafting.draft(claim)
            do {
                try workList.store(draft, for: claim)
            } catch {
                // No row names the documents, and another attempt writes new ones.
                drafting.writer.remove(draft.documents)
                throw error
            }
            report(written, of: claim.studyInstanceUID, metadata)
            logger.info("draft stored", metadata: metadata)
        } catch WorkItemError.claimLost {
            logger.info("draft discarded: the study changed meanwhile", metadata: metadata)
        } catch {
            let verdict = AttemptVerdict(error)
            verdict.report(
                "no draft", error, study: claim.studyInstanceUID, cause: .draft, metadata: metadata, in: incidents)
            try workList.end(claim, with: verdict.event, notBefore: Date() + verdict.delay)
        }
    }

    /// Does one piece of work within the CPU time limit of a study.
    ///
    /// - Parameter handBack: releases the claim if the daemon ends meanwhile.
    func work(handingBack handBack: @escaping @Sendable () throws -> Void, _ body: () throws -> Void) throws {
        running.withLock { $0 = handBack }
        defer { running.withLock { $0 = nil } }
        try ProcessLimits.grantProcessorTime(seconds: configuration.limits.processorSeconds)
        defer { ProcessLimits.liftProcessorTime() }
        try body()
    }

    /// Reports the forms that were left out, and the scripts that were drawn as boxes.
    func report(_ written: DocumentWriter.Written, of study: String, _ metadata: Logger.Metadata) {
        for omission in written.omissions {
            incidents.report(
                "could not write the form \(omission.form.rawValue) of a report", omission.error, study: study,
                cause: .form(omission.form.rawValue), metadata: metadata)
        }
        for form in written.documents.map(\.form.rawValue) { incidents.close(.form(form), ofStudy: study) }
        for script in written.scriptsWithoutFont.sorted(by: { $0.rawValue < $1.rawValue }) {
            logger.warning(
                "no font for \(script.rawValue): boxes stand for its characters in a PDF or picture",
                metadata: metadata.merging(["hint": "install \(script.package)"]) { $1 })
        }
    }

    /// Receives wake-ups until standard input ends; the daemon holds it open while it runs.
    private func leaveWithParent() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(STDIN_FILENO, &bytes, bytes.count)
            if count == 0 || (count < 0 && errno != EINTR) { break }
            hints.wake()
        }
        // If the work list is locked, the alarm still ends this process.
        signal(SIGALRM, SIG_DFL)
        alarm(2)
        if let handBack = running.withLock({ $0 }) { try? handBack() }
        _exit(0)
    }
}
