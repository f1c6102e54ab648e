import FoundationEssentials
import Glibc
package import Logging
import OperatorErrors
package import Platform
import Review
import Subprocess
import Synchronization
import SystemPackage
import WorkList
package import WorkListDatabase

/// Keeps one reporter process running: it starts the process, ends it if a study takes too long or it hangs while idle,
/// records the failure of the study it was working on, and starts it again: at once if a study ended it, otherwise after an
/// increasing delay.
package final class ReporterSupervisor: Sendable {
    /// Reporter status.
    package enum Condition: Sendable, Equatable {
        /// A process is loading its model or is about to be started.
        case starting
        case ready
        /// Processes have ended this many times since one was ready, the last one for this reason.
        case failing(reason: String, times: Int)
    }

    private struct State {
        var configuration: ReporterConfiguration
        var condition = Condition.starting
        var isStopping = false
        /// Command line of the current process, or of the last one.
        var running: [String]?
        /// Wakes the current process.
        var hints: HintPipe?
        /// Name and version of the model that a process loaded last.
        var model: String?

        /// Command line of the next process.
        var arguments: [String] { configuration.arguments }
    }

    private let executable: String
    private let workList: WorkListStore
    private let logger: Logger
    private let state: Mutex<State>
    private let outage: ReporterOutage
    /// Wakes the supervisor when it is stopped or the configuration changes.
    private let changes: HintPipe
    private let onWork: @Sendable () -> Void
    private let onCondition: @Sendable () -> Void
    package let heartbeat = Heartbeat("reporter supervisor")

    /// What the reporter needs beside its decoder, which has the whole time of a study.
    private static let reporterGrace = Duration.seconds(5)
    /// Interval of checks of the work list while the process sends nothing.
    private static let look = Duration.seconds(5)
    /// A process that ran this long counts as healthy.
    private static let healthyLife = Duration.seconds(60)
    /// Delays before a restart; they grow while processes end early.
    private static let pauses = BackOff(first: .seconds(1), longest: .seconds(60))

    /// - Parameters:
    ///   - executable: the program whose subcommand `reporter` runs the reporter process.
    ///   - onWork: called after each piece of work, and at other times, when there may be something to deliver.
    ///   - onCondition: called when `condition` changes.
    package init(
        _ configuration: ReporterConfiguration, executable: String, workList: WorkListStore,
        onWork: @escaping @Sendable () -> Void = {}, onCondition: @escaping @Sendable () -> Void = {}, logger: Logger
    ) throws {
        self.executable = executable
        self.workList = workList
        self.onWork = onWork
        self.onCondition = onCondition
        self.logger = logger
        outage = ReporterOutage(IncidentLog("reporter", in: workList, logger: logger))
        changes = try HintPipe()
        state = Mutex(State(configuration: configuration))
        workList.whenRowsCome(.toDocument) { [weak self] in self?.wake() }
    }

    /// Runs until `stop()`.
    package func run() async throws {
        var backOff = Self.pauses
        while !stopping {
            let start = ContinuousClock.now
            let told = state.withLock { $0 }
            let end = await runOnce(told)
            if stopping {
                if end.isOrderly { try await onThread { [self] in handBackLeft() } }
                return
            }
            guard let reason = end.reason else { continue }
            if ContinuousClock.now - start >= Self.healthyLife { backOff.reset() }
            let wasReady = condition == .ready || Reporter.wasReady(end.processID, of: told.configuration)
            failed(reason)
            let workEnded = try await onThread { [self] in recordEnd(end, reason) }
            // A claim has used one of its attempts, so that this cannot go on for ever.
            let pause = wasReady && workEnded ? Duration.zero : backOff.failed()
            logger.error(
                "\(reason)", metadata: ["pid": "\(end.processID.map(String.init) ?? "none")", "restart.in": "\(pause)"])
            try await onThread { [self] in self.pause(for: pause, unlessChangedFrom: told) }
        }
    }

    /// Runs blocking work on a thread; while the system has none, the daemon goes on without a reporter.
    private func onThread<Success: Sendable>(_ body: @escaping @Sendable () -> Success) async throws -> Success {
        try await OwnedThread.runEventually(name: "supervisor", unless: { stopping }, body) { [logger] error in
            logger.error("\(error)", metadata: ["hint": "\(error.hint)"])
        }
    }

    /// Ends the reporter within about two seconds and lets `run()` return.
    package func stop() {
        state.withLock { $0.isStopping = true }
        changes.give()
    }

    /// Makes the reporter look for work now; callable from any thread.
    package func wake() { state.withLock { $0.hints }?.give() }

    /// Applies a new configuration. A process with another one is replaced once it has no study in progress.
    package func change(to configuration: ReporterConfiguration) {
        state.withLock { $0.configuration = configuration }
        changes.give()
    }

    /// Whether no process with an earlier configuration is left.
    package var hasSettled: Bool { state.withLock { $0.running == nil || $0.running == $0.arguments } }

    /// Name and version of the model that drafts are made with; nil while none could be loaded.
    package var model: String? { state.withLock { $0.model } }

    /// The current status of the reporter.
    package var condition: Condition { state.withLock { $0.condition } }

    private var stopping: Bool { state.withLock { $0.isStopping } }

    private func failed(_ reason: String) {
        var failures = 0
        if case .failing(_, let times) = condition { failures = times }
        become(.failing(reason: reason, times: failures + 1))
    }

    private func become(_ condition: Condition) {
        let isNews = state.withLock { state in
            defer { state.condition = condition }
            return state.condition != condition
        }
        if isNews { onCondition() }
        if condition == .ready { outage.isOver() }
    }

    /// Waits until `stop()` or until the configuration is another one, at most for `duration`.
    private func pause(for duration: Duration, unlessChangedFrom told: State? = nil) {
        heartbeat.beat(restingFor: duration)
        let end = ContinuousClock.now + duration
        func isChanged() -> Bool { told.map { told in state.withLock { $0.arguments } != told.arguments } ?? false }
        while !stopping, ContinuousClock.now < end, !isChanged() { changes.wait(upTo: end - ContinuousClock.now) }
        heartbeat.beat()
    }

    private func runOnce(_ told: State) async -> ReporterEnd {
        do {
            // Wake-ups go both ways: to the process through standard input, from it through standard output.
            let (toProcess, fromProcess) = (try HintPipe(), try HintPipe())
            defer { toProcess.close() }
            state.withLock {
                $0.running = told.arguments
                $0.hints = toProcess
            }
            let result = try await Subprocess.run(
                .path(FilePath(executable)), arguments: Arguments(told.arguments),
                // Swift's backtrace of a crash takes up to minutes, during which the study keeps its claim.
                environment: .inherit.updating(["SWIFT_BACKTRACE": "enable=no"]),
                input: .fileDescriptor(FileDescriptor(rawValue: toProcess.readEnd), closeAfterSpawningProcess: false),
                output: .fileDescriptor(
                    FileDescriptor(rawValue: fromProcess.writeEnd), closeAfterSpawningProcess: false),
                error: .currentStandardError
            ) { execution in
                let process = execution.processIdentifier
                let ending = try await OwnedThread.run(name: "supervisor") { [self] in
                    watch(process, told, hints: fromProcess)
                }
                if case .kill = ending { try? execution.send(signal: .kill) }
                // The end of standard input makes the reporter hand back its study and exit.
                toProcess.close()
                return ending
            }
            onWork()
            let isOutOfProcessorTime = result.terminationStatus == .signaled(SIGXCPU)
            let isMisconfigured = result.terminationStatus == .exited(FaultKind.misconfigured.exitCode)
            let fault = isMisconfigured ? await ReporterOutage.fault(ofModel: told.configuration.model) : nil
            let reason: String? =
                switch result.closureResult {
                case .kill(let reason): reason
                case .replace: nil
                case .ended where isOutOfProcessorTime:
                    "the study took more than \(told.configuration.limits.processorSeconds) s of CPU time"
                case .ended where fault != nil: fault?.reason
                case .ended: "the reporter process ended: \(result.terminationStatus)"
                }
            return ReporterEnd(
                processID: result.processIdentifier.value, reason: reason, hint: fault?.hint,
                isOutOfProcessorTime: isOutOfProcessorTime,
                isOrderly: [.exited(0), .signaled(SIGALRM)].contains(result.terminationStatus))
        } catch {
            return ReporterEnd(processID: nil, reason: "cannot start the reporter process: \(error)")
        }
    }

    /// What to do with a process once watching it ends.
    private enum Ending: Sendable {
        /// Nothing: it has ended by itself, or the supervisor stops.
        case ended
        case kill(reason: String)
        /// End it, because its configuration is out of date.
        case replace
    }

    /// Watches a process until it ends or has to be ended. Blocks.
    private func watch(_ process: ProcessIdentifier, _ told: State, hints: HintPipe) -> Ending {
        // The reporter itself ends a decoder that takes too long.
        let limit = Duration.seconds(told.configuration.limits.wallSeconds) + Self.reporterGrace
        let lock = WorkListStore.reporterLockPath(in: told.configuration.stateDirectory)
        var pulse = ReporterPulse(lockPath: lock)
        var work = ReporterWork()
        while !stopping, !hasEnded(process) {
            heartbeat.beat()
            work.update { try workList.oldestReporterClaim(of: process.value) }
            if condition != .ready, let note = LockFile.note(at: lock, by: process.value),
                note.hasPrefix(Reporter.ready)
            {
                state.withLock { $0.model = String(note.dropFirst(Reporter.ready.count)) }
                become(.ready)
            }
            let worked = work.time()
            if let worked, worked > limit {
                return .kill(reason: "the study took longer than \(told.configuration.limits.wallSeconds) s")
            }
            if pulse.isLost(whileWorking: worked != nil || condition != .ready) {
                return .kill(reason: "the reporter did not look for work for \(ReporterPulse.longestSilence)")
            }
            if worked == nil, state.withLock({ $0.arguments }) != told.arguments {
                logger.info("replacing the reporter process to apply the new configuration")
                become(.starting)
                return .replace
            }
            // Check often enough to notice a new claim before its limit.
            let rest = min(Self.look, worked.map { limit - $0 + .milliseconds(1) } ?? limit)
            heartbeat.beat(restingFor: rest)
            changes.wait(orFor: [process.processDescriptor, hints.readEnd], upTo: rest)
            if hints.take() { onWork() }
        }
        return .ended
    }

    /// Hands back what a process that ended in an orderly way still has: it may have claimed work just before, or the work
    /// list was locked. It is no attempt. Blocks for a few seconds at most.
    private func handBackLeft() {
        for _ in 1...3 {
            do {
                _ = try workList.endReporterClaims(with: .handedBack, notBefore: Date())
                return
            } catch {
                logger.error("cannot hand back the work of the reporter: \(error)")
            }
        }
    }

    private func hasEnded(_ process: ProcessIdentifier) -> Bool {
        var descriptor = pollfd(fd: process.processDescriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) == 1
    }

    /// Ends the claim of the ended process and records an incident. Retries until it succeeds, because a study with a
    /// stale claim would never get a draft. Blocks.
    ///
    /// - Returns: whether the process had a claim.
    private func recordEnd(_ end: ReporterEnd, _ reason: String) -> Bool {
        let event = WorkItemEvent.attemptFailed(reason: reason, isPermanent: end.isOutOfProcessorTime)
        while !stopping {
            do {
                let hadClaim = try end.processID.flatMap(workList.oldestReporterClaim) != nil
                let study = try end.processID.flatMap(workList.studyBeingDrafted)
                // No process holds a claim any more, because only one reporter can hold the lock.
                _ = try workList.endReporterClaims(with: event, notBefore: Date())
                outage.record(reason, hint: end.hint, hadClaim: hadClaim, study: study)
                return hadClaim
            } catch {
                logger.error("cannot record the end of the reporter: \(error)")
                self.pause(for: .seconds(1))
            }
        }
        return false
    }
}
