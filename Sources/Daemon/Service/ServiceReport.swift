import Logging
import Platform
import Reporting
import ServiceLifecycle
import Synchronization
import WorkList
import WorkListDatabase

/// Notifies systemd when the daemon serves and stops, of its status, and that its loops make progress.
final class ServiceReport: Service {
    /// Number of reporter processes that end in a row before the daemon reports readiness without one: images must be
    /// received, whatever the model does.
    static let patience = 3
    /// Shortest time between two status lines. It grows if counting takes long, so that counting takes at most a
    /// hundredth of the time.
    private static let interval = Duration.seconds(5)

    private let notification: ServiceNotification
    private let workList: WorkListStore
    private let condition: @Sendable () -> ReporterSupervisor.Condition
    private let statusLoop: Loop
    private let watchdog: Watchdog?
    private let logger: Logger
    private let silence: RepeatedCondition
    private let readiness: ServiceReadiness
    private let nextStatus = Mutex(ContinuousClock.now)

    /// - Parameters:
    ///   - statusLoop: woken when `condition` changes.
    ///   - condition: reporter status.
    ///   - heartbeats: heartbeats of the main loops.
    ///   - readiness: becomes ready when this says so to the service manager.
    init(
        _ notification: ServiceNotification, workList: WorkListStore, heartbeats: [Heartbeat], statusLoop: Loop,
        condition: @escaping @Sendable () -> ReporterSupervisor.Condition, readiness: ServiceReadiness, logger: Logger
    ) {
        self.notification = notification
        self.workList = workList
        self.statusLoop = statusLoop
        self.condition = condition
        self.readiness = readiness
        self.logger = logger
        silence = RepeatedCondition(logger: logger, end: "the service manager can be notified again")
        watchdog = notification.watchdogInterval.map { Watchdog(heartbeats, limit: $0 / 2) }
    }

    /// The threads that notify the service manager. The watchdog has its own, so that a work list that blocks cannot
    /// silence it.
    var threads: [PeriodicThread] {
        let status = PeriodicThread(statusLoop, interval: Self.interval) { self.tellStatus() }
        guard let interval = notification.watchdogInterval else { return [status] }
        return [status, PeriodicThread(Loop("watchdog"), interval: interval / 4) { self.tellLife() }]
    }

    /// Waits for the stop, which begins with this service, and notifies the service manager.
    func run() async throws {
        try await gracefulShutdown()
        send(.stopping)
    }

    /// Sends readiness once, and the status line when it is due.
    private func tellStatus() {
        let now = ContinuousClock.now
        let condition = condition()
        let isNews = Self.serves(condition) && readiness.begins()
        guard isNews || nextStatus.withLock({ now >= $0 }) else { return }
        let line: String
        do {
            line = Self.line(try workList.countsByState(), condition)
        } catch {
            line = "the work list cannot be read: \(error)"
        }
        let next = ContinuousClock.now + max(Self.interval, (ContinuousClock.now - now) * 100)
        nextStatus.withLock { $0 = next }
        if isNews { send(.ready, .status(line)) } else { send(.status(line)) }
    }

    /// Sends the keep-alive while every loop makes progress; logs a stuck loop before the service manager acts.
    private func tellLife() {
        guard let finding = watchdog?.look() else { return }
        for loop in finding.stuck {
            logger.critical(
                "the \(loop.name) does not move: the service manager restarts the daemon if that goes on",
                metadata: ["silent.seconds": "\(loop.silence.components.seconds)"])
        }
        for name in finding.moving { logger.notice("the \(name) moves again") }
        if finding.isAlive { send(.watchdog) }
    }

    private func send(_ messages: ServiceNotification.Message...) {
        silence.watch("cannot notify the service manager") { try notification.send(messages) }
    }

    static func serves(_ condition: ReporterSupervisor.Condition) -> Bool {
        switch condition {
        case .starting: false
        case .ready: true
        case .failing(_, let times): times >= patience
        }
    }

    static func line(_ counts: [WorkItemState: Int], _ condition: ReporterSupervisor.Condition) -> String {
        func sum(_ states: WorkItemState...) -> Int { states.reduce(0) { $0 + counts[$1, default: 0] } }
        let studies =
            "\(sum(.collecting, .queued, .drafting)) waiting, \(sum(.drafted)) drafted, \(sum(.failed)) failed"
        return switch condition {
        case .starting: studies + "; the reporter starts"
        case .ready: studies
        case .failing(let reason, _): studies + "; images are received, none is drafted: \(reason)"
        }
    }
}
