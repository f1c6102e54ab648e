import FoundationEssentials
import Glibc
package import Logging
package import Platform
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

        /// Of the command line of a process.
        var arguments: [String] { configuration.arguments }
    }

    private let executable: String
    private let workList: WorkListStore
    private let logger: Logger
    private let state: Mutex<State>
    package let heartbeat = Heartbeat("reporter supervisor")

    /// - Parameter executable: the program whose subcommand `reporter` is the reporter process.
    package init(
        _ configuration: ReporterConfiguration, executable: String, workList: WorkListStore, logger: Logger
    ) {
        self.executable = executable
        self.workList = workList
        self.logger = logger
        state = Mutex(State(configuration: configuration))
    }

    /// Runs until `stop()`.
    package func run() async throws {
        var pause = RestartPause()
        while !stopping {
            let start = ContinuousClock.now
            let end = await runOnce(state.withLock { $0 })
            if stopping { return }
            guard let reason = end.reason else { continue }
            pause.processEnded(after: ContinuousClock.now - start)
            failed(reason)
            await putOnRecord(end.processID, reason, retryAfter: pause.duration)
            let resume = ContinuousClock.now + pause.duration
            while !stopping, ContinuousClock.now < resume {
                heartbeat.beat()
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// Ends the reporter within about two seconds and lets `run()` return.
    package func stop() { state.withLock { $0.isStopping = true } }

    /// Goes on as told here: a process told otherwise makes way for another one once it has no study in hand.
    package func change(to configuration: ReporterConfiguration) {
        state.withLock { $0.configuration = configuration }
    }

    /// Whether no process told otherwise is left.
    package var hasSettled: Bool { state.withLock { $0.running == nil || $0.running == $0.arguments } }

    /// How drafting goes now.
    package var condition: Condition { state.withLock { $0.condition } }

    private var stopping: Bool { state.withLock { $0.isStopping } }

    private func failed(_ reason: String) {
        state.withLock {
            if case .failing(_, let times) = $0.condition {
                $0.condition = .failing(reason: reason, times: times + 1)
            } else {
                $0.condition = .failing(reason: reason, times: 1)
            }
        }
    }

    /// How a reporter process ended; without a reason where it was meant to.
    private struct End: Sendable {
        let processID: Int32?
        let reason: String?
    }

    private func runOnce(_ told: State) async -> End {
        state.withLock { $0.running = told.arguments }
        do {
            let result = try await Subprocess.run(
                .path(FilePath(executable)), arguments: Arguments(told.arguments), input: .inputWriter,
                output: .currentStandardError, error: .currentStandardError
            ) { execution in
                let verdict = try await self.watch(execution.processIdentifier, told)
                if case .kill = verdict { try? execution.send(signal: .kill) }
                // The end of its standard input tells the reporter to hand back its study and leave.
                try? await execution.standardInputWriter.finish()
                return verdict
            }
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

    private func watch(_ process: ProcessIdentifier, _ told: State) async throws -> Verdict {
        let limit = Double(told.configuration.limits.wallSeconds)
        let lock = WorkListStore.reporterLockPath(in: told.configuration.stateDirectory)
        while !stopping, !hasEnded(process) {
            heartbeat.beat()
            // A work list that cannot be read now says nothing about the process.
            let (claimedAt, isReady) = try await OwnedThread.run(name: "supervisor") { [workList] in
                (
                    try? workList.oldestReporterClaim(of: process.value),
                    LockFile.note(at: lock, by: process.value) == Reporter.ready
                )
            }
            if isReady { state.withLock { $0.condition = .ready } }
            if let claimedAt, Date().timeIntervalSince(claimedAt) > limit {
                return .kill(reason: "the study took longer than \(told.configuration.limits.wallSeconds) s")
            }
            if claimedAt == nil, state.withLock({ $0.arguments }) != told.arguments {
                logger.info("the reporter process makes way for one with the new configuration")
                state.withLock { $0.condition = .starting }
                return .replace
            }
            for _ in 0..<10 where !stopping && !hasEnded(process) { try await Task.sleep(for: .milliseconds(50)) }
        }
        return .ended
    }

    private func hasEnded(_ process: ProcessIdentifier) -> Bool {
        var descriptor = pollfd(fd: process.processDescriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) == 1
    }

    /// Ends the claim of the process that died and says so where an administrator looks; keeps trying, because a
    /// claim that nobody ends is a study that nobody drafts.
    private func putOnRecord(_ processID: Int32?, _ reason: String, retryAfter pause: Duration) async {
        logger.error(
            "\(reason)", metadata: ["pid": "\(processID.map(String.init) ?? "none")", "restart.in": "\(pause)"])
        let event = WorkItemEvent.attemptFailed(reason: reason, isPermanent: false)
        while !stopping {
            do {
                try await OwnedThread.run(name: "supervisor") { [workList] in
                    // Whoever held a claim is gone: only one reporter can hold the lock.
                    _ = try workList.endReporterClaims(with: event, notBefore: Date())
                    try workList.record(
                        Incident(
                            source: "reporter", message: reason,
                            hint: "see the log before this; thoraxctl worklist shows the studies it failed at"))
                }
                return
            } catch {
                logger.error("the end of the reporter cannot be put on record: \(error)")
                heartbeat.beat()
                try? await Task.sleep(for: .seconds(1))
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
