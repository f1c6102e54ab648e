import Synchronization

/// Lanes that stop together, and that can be exchanged for others while they run.
package final class Lanes: Sendable {
    private struct State {
        /// Lanes to start as soon as no running lane has the same name.
        var waiting: [any Lane]
        /// Started lanes that have not been seen to end.
        var begun: [any Lane] = []
    }

    private let state: Mutex<State>
    /// The loop that starts lanes, woken when the lanes are replaced or one has ended.
    private let loop: Loop
    /// Woken by each lane that ends.
    private let endings = WakeSignal()
    /// Starts the thread of a lane.
    private let start: @Sendable (String, @escaping @Sendable () -> Void) throws -> Void

    /// How long a stop waits. A lane with a silent peer then ends with the process; its rows record what is unfinished.
    private static let grace = Duration.milliseconds(1500)

    /// Pause after a thread could not be started.
    private let pause: Duration
    /// Ends that pause when the lanes are stopped. `loop` would count the pause as progress in its heartbeat.
    private let pauses = WakeSignal()

    /// - Parameter name: what the lanes do, for the log.
    package convenience init(_ name: String, _ lanes: [any Lane]) {
        self.init(name, lanes) { name, body in try OwnedThread.start(name: name, body) }
    }

    /// - Parameters:
    ///   - pause: how long it pauses after a thread could not be started.
    ///   - start: starts a thread, in place of `OwnedThread` for tests.
    init(
        _ name: String, _ lanes: [any Lane], pause: Duration = .seconds(1),
        start: @escaping @Sendable (String, @escaping @Sendable () -> Void) throws -> Void
    ) {
        loop = Loop(name)
        state = Mutex(State(waiting: lanes))
        self.pause = pause
        self.start = start
    }

    /// Heartbeat of the loop that starts lanes. The lanes have none here, because one that waits for its peer may be
    /// silent for long.
    package var heartbeat: Heartbeat { loop.heartbeat }

    /// Names of the running lanes that have made no progress for longer than this.
    package func silent(for limit: Duration) -> [String] {
        state.withLock { state in
            state.begun.filter { !$0.hasEnded && $0.loop.heartbeat.silence() > limit }.map(\.threadName)
        }
    }

    /// Runs them until `stop()`: blocks its thread, which must be an owned one. Returns within two seconds of the stop,
    /// whatever the lanes do.
    ///
    /// A lane whose thread cannot be started is retried, and does not end the daemon. Meanwhile the heartbeat
    /// is silent, so that it is reported if this goes on.
    package func run() {
        while !loop.isStopped {
            if begin() { loop.wait(upTo: .seconds(60)) } else { pauses.pause(for: pause) }
        }
        state.withLock { $0.begun.forEach { $0.stop() } }
        let end = ContinuousClock.now + Self.grace
        while !hasOnly([]), ContinuousClock.now < end { endings.wait(upTo: end - ContinuousClock.now) }
    }

    /// Starts the lanes that are ready.
    ///
    /// - Returns: whether each has its thread.
    private func begin() -> Bool {
        var isComplete = true
        for lane in lanesToBegin() {
            do {
                try start(lane.threadName) { [self] in
                    lane.run()
                    loop.wake()
                    endings.wake()
                }
            } catch {
                isComplete = false
                state.withLock { state in
                    state.begun.removeAll { $0 === lane }
                    // Unless it was replaced meanwhile.
                    if !lane.loop.isStopped { state.waiting.append(lane) }
                }
            }
        }
        return isComplete
    }

    /// Ends `run`. May be called from any thread.
    package func stop() {
        state.withLock { $0.begun.forEach { $0.stop() } }
        loop.stop()
        pauses.stop()
    }

    /// Makes every lane look for work now; may be called from any thread.
    package func wake() { state.withLock { $0.begun.forEach { $0.wake() } } }

    /// Replaces the lanes, from any thread: lanes in this list that run already go on, the others end after the work in
    /// progress, and new ones start.
    package func replace(with lanes: [any Lane]) {
        state.withLock { state in
            for lane in state.begun where !lanes.contains(where: { $0 === lane }) { lane.stop() }
            state.waiting = lanes.filter { lane in !state.begun.contains { $0 === lane } }
        }
        loop.wake()
    }

    /// Whether every lane except these has ended.
    package func hasOnly(_ lanes: [any Lane]) -> Bool {
        state.withLock { state in
            state.begun.allSatisfy { lane in lane.hasEnded || lanes.contains { $0 === lane } }
        }
    }

    private func lanesToBegin() -> [any Lane] {
        state.withLock { state in
            state.begun.removeAll(where: \.hasEnded)
            let names = Set(state.begun.map(\.threadName))
            let ready = state.waiting.filter { !names.contains($0.threadName) }
            state.waiting.removeAll { !names.contains($0.threadName) }
            state.begun += ready
            return ready
        }
    }
}
