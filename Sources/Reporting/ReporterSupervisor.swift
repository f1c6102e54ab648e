import FoundationEssentials
import Glibc
package import Logging
import Platform
import Subprocess
import Synchronization
import SystemPackage
package import WorkList

/// Keeps one reporter process running: starts it, ends it when a study takes too long, puts on record what it was
/// working on when it died, and starts the next one after a pause that grows.
package final class ReporterSupervisor: Sendable {
    private let configuration: ReporterConfiguration
    private let executable: String
    private let workList: WorkListStore
    private let logger: Logger
    private let isStopping = Mutex(false)

    /// - Parameter executable: the program whose subcommand `reporter` is the reporter process.
    package init(
        _ configuration: ReporterConfiguration, executable: String, workList: WorkListStore, logger: Logger
    ) {
        self.configuration = configuration
        self.executable = executable
        self.workList = workList
        self.logger = logger
    }

    /// Runs until `stop()`.
    package func run() async throws {
        var pause = RestartPause()
        while !stopping {
            let start = ContinuousClock.now
            let end = await runOnce()
            if stopping { return }
            pause.processEnded(after: ContinuousClock.now - start)
            await putOnRecord(end, retryAfter: pause.duration)
            let resume = ContinuousClock.now + pause.duration
            while !stopping, ContinuousClock.now < resume { try await Task.sleep(for: .milliseconds(50)) }
        }
    }

    /// Ends the reporter within about two seconds and lets `run()` return.
    package func stop() { isStopping.withLock { $0 = true } }

    private var stopping: Bool { isStopping.withLock { $0 } }

    /// How a reporter process ended.
    private struct End: Sendable {
        let processID: Int32?
        let reason: String
    }

    private func runOnce() async -> End {
        do {
            let result = try await Subprocess.run(
                .path(FilePath(executable)), arguments: Arguments(arguments), input: .inputWriter,
                output: .currentStandardError, error: .currentStandardError
            ) { execution in
                let reason = try await self.watch(execution.processIdentifier)
                if reason != nil { try? execution.send(signal: .kill) }
                // The end of its standard input tells the reporter to hand back its study and leave.
                try? await execution.standardInputWriter.finish()
                return reason
            }
            return End(
                processID: result.processIdentifier.value,
                reason: result.closureResult ?? "the reporter process ended: \(result.terminationStatus)")
        } catch {
            return End(processID: nil, reason: "the reporter process cannot be started: \(error)")
        }
    }

    /// Waits until the process has ended or is to end.
    ///
    /// - Returns: why it has to be killed; nil when it ended by itself or the supervisor stops.
    private func watch(_ process: ProcessIdentifier) async throws -> String? {
        let limit = Double(configuration.wallSeconds)
        while !stopping, !hasEnded(process) {
            // A work list that cannot be read now says nothing about the process.
            let claimedAt = try await OwnedThread.run(name: "supervisor") { [workList] in
                try? workList.oldestClaim(of: process.value)
            }
            if let claimedAt, Date().timeIntervalSince(claimedAt) > limit {
                return "the study took longer than \(configuration.wallSeconds) s"
            }
            for _ in 0..<10 where !stopping && !hasEnded(process) { try await Task.sleep(for: .milliseconds(50)) }
        }
        return nil
    }

    private func hasEnded(_ process: ProcessIdentifier) -> Bool {
        var descriptor = pollfd(fd: process.processDescriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) == 1
    }

    /// Ends the claim of the process that died and says so where an administrator looks; keeps trying, because a
    /// claim that nobody ends is a study that nobody drafts.
    private func putOnRecord(_ end: End, retryAfter pause: Duration) async {
        logger.error(
            "\(end.reason)", metadata: ["pid": "\(end.processID.map(String.init) ?? "none")", "restart.in": "\(pause)"])
        let event = WorkItemEvent.attemptFailed(reason: end.reason, isPermanent: false)
        while !stopping {
            do {
                try await OwnedThread.run(name: "supervisor") { [workList] in
                    // Whoever held a claim is gone: only one reporter can hold the lock.
                    _ = try workList.endClaims(with: event, notBefore: Date())
                    try workList.record(
                        Incident(
                            source: "reporter", message: end.reason,
                            hint: "see the log before this; thoraxctl worklist shows the studies it failed at"))
                }
                return
            } catch {
                logger.error("the end of the reporter cannot be put on record: \(error)")
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private var arguments: [String] {
        [
            "reporter", "--state-directory", configuration.stateDirectory, "--model", configuration.model,
            "--ae-title", configuration.aeTitle, "--threads", "\(configuration.threads)",
            "--memory-bytes", "\(configuration.memoryBytes)",
            "--processor-seconds", "\(configuration.processorSeconds)",
            "--wall-seconds", "\(configuration.wallSeconds)", "--routes", configuration.routesText,
            "--log-level", "\(logger.logLevel)",
        ]
    }
}
