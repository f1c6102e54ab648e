import Auditing
import Commitment
import Control
import DICOMCore
import DICOMNetwork
import DICOMServices
import Delivery
import FoundationEssentials
import Glibc
import HTTPListening
import Intake
package import Logging
import Monitoring
import Platform
import Query
import Reporting
import ReviewPage
import Retention
import Review
import ServiceLifecycle
package import ThoraxConfiguration
import UnixSignals
import WebServing
import WorkList
import WorkListDatabase

/// The composition root: builds every part once, in the order of the pipeline, and runs them until SIGTERM.
package enum ThoraxDaemon {
    /// Version of the daemon, its documents and its package.
    package static let version = Implementation.version

    /// - Parameters:
    ///   - read: reads the configuration again, at SIGHUP.
    ///   - executable: this program, for the reporter process.
    ///   - level: the level of all loggers.
    package static func run(
        _ configuration: DaemonConfiguration, read: @escaping @Sendable () throws -> DaemonConfiguration,
        executable: String, level: LogLevel, logger: Logger
    ) async throws {
        UndeclaredText.ofProcess = UndeclaredText(defaultTerms: configuration.defaultCharacterSet)
        let counters = configuration.countFronts()
        // One daemon per state directory, a recovered work list. The reporter loads the model: images come in without one.
        try ProcessLimits.raiseOpenFiles()
        try ProcessLimits.forbidCoreDumps()
        try Directory.create(configuration.stateDirectory)
        let lock = try LockFile(at: WorkListStore.daemonLockPath(in: configuration.stateDirectory))
        defer { withExtendedLifetime(lock) {} }
        let workList = try WorkListStore(stateDirectory: configuration.stateDirectory)
        if let copy = workList.copyBeforeMigration {
            logger.notice("work list migrated from an earlier version", metadata: ["copy_before": "\(copy)"])
        }
        try workList.closeConditions()
        workList.files.removeLeftovers()
        let unlisted = try setAsideUnlistedFiles(of: workList, in: configuration.stateDirectory)
        let interrupted = try workList.endReporterClaims(
            with: .attemptFailed(reason: "the daemon ended while the study was drafted", isPermanent: false),
            notBefore: Date())

        // A reload requested before serving is ignored.
        signal(SIGHUP, SIG_IGN)
        let notification = try ServiceNotification(environment: ProcessInfo.processInfo.environment)

        // The audit trail, and the collector if one is configured.
        let trailLoop = Loop("audit")
        let inbox = AuditInbox(wake: trailLoop.wake)
        workList.whenRowsCome(.toAudit, trailLoop.wake)
        let auditLogger = logger.part("audit")
        let trail = AuditTrail(inbox: inbox, source: configuration.auditSource, workList: workList, logger: auditLogger)
        // Audit messages of the same second are written together.
        let trailThread = PeriodicThread(trailLoop, interval: Loop.slowLook, spacing: .seconds(1)) { trail.extend() }
        let collector = configuration.syslogLane(from: workList, logger: auditLogger)
        let syslog = Lanes("audit collector", [collector].compactMap(\.self))

        // Retention deletes old studies and warns when the disk is full.
        let retention = RetentionSweep(configuration.retentionPolicy, workList: workList)
        let archive = AuditArchive(
            days: configuration.retention.auditDays, isCollected: !configuration.syslog.host.isEmpty,
            workList: workList, logger: auditLogger)
        let expiry = CommitmentExpiry(workList: workList, logger: logger.part("commitment"))
        let diskWatch = DiskWatch(
            retention: retention, reservedBytes: configuration.reserveMegabytes << 20, workList: workList,
            logger: logger.part("disk"),
            afterRun: { now in
                expiry.round(at: now)
                archive.round(at: now)
            })
        let diskThread = PeriodicThread(Loop("disk"), interval: .seconds(10)) { diskWatch.look() }

        // Compressed images are decoded in processes of their own.
        let decoders = configuration.imageDecoders(copiesIn: workList.files.incoming)

        // Images in: association → storage service → intake → work list.
        let intake = InstanceIntake(
            workList: workList, quietPeriod: .seconds(configuration.quietPeriodSeconds),
            rules: [ReturnedReportRule()], decoding: decoders)
        let rereading = HeaderRereading(workList: workList, logger: logger.part("headers"))
        try rereading.begin()
        let rereadingThread = PeriodicThread(Loop("headers")) { rereading.round() }
        let requestor = configuration.callingRequestor(logger: logger.part("dicom"))
        let peers = PeerDirectory(configuration.peers, unknown: configuration.unknownPeers)
        let node = try DICOMNode(
            configuration.node(knowing: peers), intake: intake,
            query: IndexQuery(workList: workList, maximumResults: configuration.maximumResults), workList: workList,
            requestor: requestor.waiting(.ofDestination), decoding: decoders, audit: inbox,
            logger: logger.part("dicom"))
        let webSettings = CurrentWebSettings(configuration.webSettings)
        let callersThread = PeriodicThread(Loop("callers"), interval: .seconds(2)) { node.rememberCallers() }

        // Drafts delivered: the outbox, one lane for each destination.
        let delivery = try DeliveryService(
            to: configuration.peers, through: requestor, decoding: decoders, workList: workList,
            logger: logger.part("delivery"))

        // Drafts out: the reporter process claims, drafts and stores; each piece of work wakes delivery and audit.
        let statusLoop = Loop("status")
        let picturesLoop = Loop("pictures")
        let supervisor = try ReporterSupervisor(
            configuration.reporterProcess(logLevel: level.value), executable: executable, workList: workList,
            onWork: {
                delivery.lanes.wake()
                trailLoop.wake()
                picturesLoop.wake()
            }, onCondition: statusLoop.wake, logger: logger.part("reporter"))

        // Studies on: collecting → queued or ineligible, when the earliest is due.
        let dueTimes = DueTimes(workList: workList, logger: logger.part("due-times"))
        let settling = Settling(
            workList: workList, eligibility: configuration.eligibility, clock: { dueTimes.time() },
            logger: logger.part("settling"))
        let settlingLoop = Loop("settling")
        // With a longer quiet period, the periodic check finds a study before it is due.
        if .seconds(configuration.quietPeriodSeconds) < Loop.slowLook {
            workList.whenRowsCome(.toSettle, settlingLoop.wake)
        }
        let settlingThread = PeriodicThread(settlingLoop) {
            settling.round(queued: supervisor.wake, beat: { settlingLoop.heartbeat.beat() })
        }

        // Claims, the time to withdraw a verdict, and sessions expire.
        let webLogger = logger.part("web")
        let sessions = SessionDesk(workList: workList, audit: inbox, logger: webLogger)
        let reviewExpiry = Expiry(
            workList: workList, sessions: sessions, dueTimes: dueTimes, logger: logger.part("review"))
        let reviewThread = PeriodicThread(Loop("review"), interval: .seconds(5)) { reviewExpiry.round() }

        // Storage commitment: reports to peers that asked, requests to peers that received documents.
        let commitment = try StorageCommitment(
            with: configuration.peers, requestor: requestor, workList: workList, logger: logger.part("commitment"))

        // Changes by users of this machine, over a local socket. Each wakes the stages that may have work from it.
        let desk = ChangeDesk(workList, configuration.changes, service: geteuid()) {
            for wake in [settlingLoop.wake, supervisor.wake, delivery.lanes.wake, commitment.lanes.wake] { wake() }
        }
        let control = ControlServer(desk, workList: workList, audit: inbox, logger: logger.part("control"))

        // Run as a service: reloads, and notifications to systemd.
        let readiness = ServiceReadiness()
        let reloading = await Reloading(
            configuration, read: read,
            parts: .init(
                level: level, peers: peers, delivery: delivery, commitment: commitment, supervisor: supervisor,
                retention: retention, desk: desk, web: webSettings),
            report: RunningReport(configuration, ports: node.openPortNumbers),
            workList: workList, notification: notification, readiness: readiness, logger: logger.part("reload"))
        let portsThread = PeriodicThread(node.portsLoop) { reloading.openPorts(of: node) }
        let heartbeats = [
            node.heartbeat, settlingThread.heartbeat, reviewThread.heartbeat, callersThread.heartbeat,
            supervisor.heartbeat, delivery.lanes.heartbeat, commitment.lanes.heartbeat, syslog.heartbeat,
            rereadingThread.heartbeat, control.heartbeat, portsThread.heartbeat,
        ]
        let webCertificate = configuration.webCertificate(workList, logger: logger.part("web"))
        let certificates = MachineWatch.certificates(of: node, requestor, webCertificate, collector)
        let machineWatch = MachineWatch(
            heartbeats,
            lanes: { syslog.silent(for: $0) + delivery.lanes.silent(for: $0) + commitment.lanes.silent(for: $0) },
            certificates: certificates,
            workList: workList, logger: logger.part("machine"))
        let machineThread = PeriodicThread(Loop("machine"), interval: .seconds(10)) { machineWatch.look() }
        let report = notification.map {
            ServiceReport(
                $0, workList: workList, heartbeats: heartbeats, statusLoop: statusLoop,
                condition: { supervisor.condition }, readiness: readiness, logger: logger.part("service"))
        }

        // Metrics and health, if a port is set.
        let monitoring = try await configuration.startMonitoring(
            of: node, supervisor, heartbeats, workList, certificates: certificates, counters,
            logger: logger.part("monitoring"))

        let pictures = DaemonPictures(configuration, workList, loop: picturesLoop, logger: logger.part("pictures"))

        // DICOMweb and the review page, if a port is set.
        let page = PageFront(
            .init(
                workList: workList, audit: inbox, sessions: sessions, settings: webSettings,
                node: configuration.pageNode(port: node.port, securePort: node.securePort) { supervisor.model },
                review: .init(
                    claimMinutes: configuration.reviewClaimMinutes, undoSeconds: configuration.reviewUndoSeconds,
                    blind: configuration.blindReading),
                renderer: pictures.renderer),
            logger: webLogger)
        let web = await configuration.startWeb(
            .init(
                workList: workList, intake: intake, audit: inbox, sessions: sessions,
                settings: webSettings, page: page, certificate: webCertificate, pictures: pictures),
            logger: webLogger)

        configuration.warnOfLearning(logger)
        let facts: Logger.Metadata = [
            "ae": "\(configuration.aeTitle)", "port": "\(node.portTexts.plain)",
            "tls_port": "\(node.portTexts.secure)", "model": "\(configuration.model)",
            "state": "\(configuration.stateDirectory)", "interrupted": "\(interrupted)", "unlisted": "\(unlisted)",
        ]
        inbox.add(.started)
        var services: [any Service] = [
            // A service of the group logs this, because the daemon handles signals by then.
            Part(
                run: {
                    logger.info("serving", metadata: facts)
                    try await gracefulShutdown()
                }, stop: {}),
            Part(run: { try await OwnedThread.run(name: "collectors") { syslog.run() } }, stop: syslog.stop),
            Part(run: { try await trailThread.run() }, stop: trailThread.stop),
            Part(
                run: { try await diskThread.run() },
                stop: {
                    diskThread.stop()
                    diskWatch.stop()
                    archive.stop()
                }),
            Part(
                run: { try await OwnedThread.run(name: "commitment") { commitment.lanes.run() } },
                stop: commitment.lanes.stop),
            Part(
                run: { try await OwnedThread.run(name: "delivery") { delivery.lanes.run() } },
                stop: delivery.lanes.stop),
            Part(run: { try await supervisor.run() }, stop: supervisor.stop),
            Part(run: { try await reviewThread.run() }, stop: reviewThread.stop),
            Part(run: { try await settlingThread.run() }, stop: settlingThread.stop),
            Part(run: { try await callersThread.run() }, stop: callersThread.stop),
            Part(run: { try await rereadingThread.run() }, stop: rereadingThread.stop),
            Part(run: { try await machineThread.run() }, stop: machineThread.stop),
            Part(run: { try await OwnedThread.run(name: "control") { control.serve() } }, stop: control.stop),
            Part(run: { try await portsThread.run() }, stop: portsThread.stop),
            Part(run: { try await OwnedThread.run(name: "listener") { node.serve() } }, stop: node.stop),
            Part(run: { try await gracefulShutdown() }, stop: page.stop),
            reloading,
        ]
        if let thread = pictures.thread {
            services.append(Part(run: { try await thread.run() }, stop: pictures.stop))
        }
        for listener in [monitoring, web].compactMap(\.self) {
            services.insert(Part(run: { await listener.run() }, stop: listener.stop), at: 0)
        }
        if let report { services += report.threads.map { Part(run: $0.run, stop: $0.stop) } + [report] }
        try await ServiceGroup(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger.part("lifecycle", level: .notice)
        ).run()
        inbox.add(.stopped)
        try await OwnedThread.run(name: "last rows") {
            node.rememberCallers()
            trail.extend(isLast: true)
        }
        logger.info("stopped")
    }

    /// Does nothing while the reporter of a previous daemon still runs: it may be about to record a file that it wrote.
    private static func setAsideUnlistedFiles(of workList: WorkListStore, in stateDirectory: String) throws -> Int {
        guard LockFile.holder(at: WorkListStore.reporterLockPath(in: stateDirectory)) == nil else { return 0 }
        return try workList.setAsideUnlistedFiles()
    }
}

/// A long-lived part as a service of the group; the last to start is the first to stop.
private struct Part: Service {
    let body: @Sendable () async throws -> Void
    let stop: @Sendable () -> Void

    init(run: @escaping @Sendable () async throws -> Void, stop: @escaping @Sendable () -> Void) {
        body = run
        self.stop = stop
    }

    func run() async throws {
        try await withGracefulShutdownHandler(operation: body, onGracefulShutdown: stop)
    }
}

extension Logger {
    /// This logger for one part of the daemon, at `level` at most.
    fileprivate func part(_ name: String, level: Logger.Level? = nil) -> Logger {
        var logger = self
        logger[metadataKey: "part"] = "\(name)"
        if let level { logger.logLevel = level }
        return logger
    }
}
