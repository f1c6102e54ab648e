import FoundationEssentials
import Glibc
package import Logging
package import Platform
import Review
import Subprocess
import Synchronization
import SystemPackage
import WorkList
package import WorkListDatabase

/// Keeps one reporter process running: starts it, ends it when a study takes too long, puts on record what it was
/// working on when it died, and starts the next one after a pause that grows.
package final class ReporterSupervisor: Sendable {
    /// How drafting goes.
    package enum Condition: Sendable, Equatable {
        /// A process is loading its model, or about to be started.
        case starting
        case ready
        /// Processes have ended so many times since one was ready, the last of them for this reason.
        case failing(reason: String, times: Int)
    }

    private struct State {
        var configuration: ReporterConfiguration
        var condition = Condition.starting
        var isStopping = false
        /// Of the process that runs, or ran last.
        var running: [String]?
        /// Where the process that runs is told to look for work.
        var hints: HintPipe?

        /// Of the command line of a process.
        var arguments: [String] { configuration.arguments }
    }

    private let executable: String
    private let workList: WorkListStore
    private let logger: Logger
    private let state: Mutex<State>
    /// Ends the supervisor's wait where what it is told has changed.
    private let changes: HintPipe
    private let onWork: @Sendable () -> Void
    private let onCondition: @Sendable () -> Void
    package let heartbeat = Heartbeat("reporter supervisor")

    /// How often the work list is looked at while a process says nothing.
    private static let look = Duration.seconds(5)
    /// A process that lived this long was healthy.
    private static let healthyLife = Duration.seconds(60)
    /// Before a process is started again, longer each time one dies young.
    private static let pauses = BackOff(first: .seconds(1), longest: .seconds(60))

    /// - Parameters:
    ///   - executable: the program whose subcommand `reporter` is the reporter process.
    ///   - onWork: called after each piece of work of a process, and at other times; there may be something to deliver.
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
        changes = try HintPipe()
        state = Mutex(State(configuration: configuration))
        workList.whenRowsCome(.toDocument) { [weak self] in self?.wake() }
    }

    /// Runs until `stop()`.
    package func run() async throws {
        var backOff = Self.pauses
        while !stopping {
            let start = ContinuousClock.now
            let end = await runOnce(state.withLock { $0 })
            if stopping { return }
            guard let reason = end.reason else { continue }
            if ContinuousClock.now - start >= Self.healthyLife { backOff.reset() }
            let pause = backOff.failed()
            failed(reason)
            try await OwnedThread.run(name: "supervisor") { [self] in
                putOnRecord(end.processID, reason, retryAfter: pause)
                self.pause(for: pause)
            }
        }
    }

    /// Ends the reporter within about two seconds and lets `run()` return.
    package func stop() {
        state.withLock { $0.isStopping = true }
        changes.give()
    }

    /// Has the reporter look for work now, from any thread.
    package func wake() { state.withLock { $0.hints }?.give() }

    /// Goes on as told here: a process told otherwise makes way for another one once it has no study in hand.
    package func change(to configuration: ReporterConfiguration) {
        state.withLock { $0.configuration = configuration }
        changes.give()
    }

    /// Whether no process told otherwise is left.
    package var hasSettled: Bool { state.withLock { $0.running == nil || $0.running == $0.arguments } }

    /// How drafting goes now.
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
    }

    /// Waits for the stop, no longer than told.
    private func pause(for duration: Duration) {
        heartbeat.beat(restingFor: duration)
        let end = ContinuousClock.now + duration
        while !stopping, ContinuousClock.now < end { changes.wait(upTo: end - ContinuousClock.now) }
        heartbeat.beat()
    }

    /// How a reporter process ended; without a reason where it was meant to.
    private struct End: Sendable {
        let processID: Int32?
        let reason: String?
    }

    private func runOnce(_ told: State) async -> End {
        do {
            // Hints go both ways: through standard input to the process, through standard output from it.
            let (toProcess, fromProcess) = (try HintPipe(), try HintPipe())
            defer { toProcess.close() }
            state.withLock {
                $0.running = told.arguments
                $0.hints = toProcess
            }
            let result = try await Subprocess.run(
                .path(FilePath(executable)), arguments: Arguments(told.arguments),
                input: .fileDescriptor(FileDescriptor(rawValue: toProcess.readEnd), closeAfterSpawningProcess: false),
                output: .fileDescriptor(
                    FileDescriptor(rawValue: fromProcess.writeEnd), closeAfterSpawningProcess: false),
                error: .currentStandardError
            ) { execution in
                let process = execution.processIdentifier
                let verdict = try await OwnedThread.run(name: "supervisor") { [self] in
                    watch(process, told, hints: fromProcess)
                }
                if case .kill = verdict { try? execution.send(signal: .kill) }
                // The end of its standard input tells the reporter to hand back its study and leave.
                toProcess.close()
                return verdict
            }
            onWork()
            let reason: String? =
                switch result.closureResult {
                case .kill(let reason): reason
                case .replace: nil
                case .ended: "the reporter process ended: \(result.terminationStatus)"
                }
            return End(processID: result.processIdentifier.value, reason: reason)
        } catch {
            return End(processID: nil, reason: "the reporter process cannot be started: \(error)")
        }
    }

    /// What becomes of a process that is watched no longer.
    private enum Verdict: Sendable {
        /// It has ended by itself, or the supervisor stops.
        case ended
        case kill(reason: String)
        /// It is not what it would be told now.
        case replace
    }

    /// Watches a process to its end, or until something is to be done about it. Blocks.
    private func watch(_ process: ProcessIdentifier, _ told: State, hints: HintPipe) -> Verdict {
        let limit = Duration.seconds(told.configuration.limits.wallSeconds)
        let lock = WorkListStore.reporterLockPath(in: told.configuration.stateDirectory)
        while !stopping, !hasEnded(process) {
            heartbeat.beat()
            // A work list that cannot be read now says nothing about the process.
            let claimedAt = try? workList.oldestReporterClaim(of: process.value)
            if condition != .ready, LockFile.note(at: lock, by: process.value) == Reporter.ready { become(.ready) }
            let worked = claimedAt.map { Duration.seconds(Date().timeIntervalSince($0)) }
            if let worked, worked > limit {
                return .kill(reason: "the study took longer than \(told.configuration.limits.wallSeconds) s")
            }
            if claimedAt == nil, state.withLock({ $0.arguments }) != told.arguments {
                logger.info("the reporter process makes way for one with the new configuration")
                become(.starting)
                return .replace
            }
            // A claim that begins meanwhile is seen before its limit.
            let rest = min(Self.look, worked.map { limit - $0 + .milliseconds(1) } ?? limit)
            heartbeat.beat(restingFor: rest)
            changes.wait(orFor: [process.processDescriptor, hints.readEnd], upTo: rest)
            if hints.take() { onWork() }
        }
        return .ended
    }

    private func hasEnded(_ process: ProcessIdentifier) -> Bool {
        var descriptor = pollfd(fd: process.processDescriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) == 1
    }

    /// Ends the claim of the process that died and records it where an administrator looks; keeps trying, because a
    /// claim that never ends is a study that gets no draft. Blocks.
    private func putOnRecord(_ processID: Int32?, _ reason: String, retryAfter pause: Duration) {
        logger.error(
            "\(reason)", metadata: ["pid": "\(processID.map(String.init) ?? "none")", "restart.in": "\(pause)"])
        let event = WorkItemEvent.attemptFailed(reason: reason, isPermanent: false)
        while !stopping {
            do {
                // Whoever held a claim is gone: only one reporter can hold the lock.
                _ = try workList.endReporterClaims(with: event, notBefore: Date())
                IncidentLog("reporter", in: workList, logger: logger).record(
                    reason, hint: "see the log before this; thoraxctl worklist shows the studies it failed at")
                return
            } catch {
                logger.error("the end of the reporter cannot be put on record: \(error)")
                self.pause(for: .seconds(1))
            }
        }
    }
}

extension ReporterConfiguration {
    /// Command line of the reporter process.
    fileprivate var arguments: [String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return ["reporter", "--configuration", text]
    }
}
