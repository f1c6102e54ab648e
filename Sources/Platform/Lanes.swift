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

    /// How long a stop waits. A lane with a silent peer then ends with the process; its rows record what is unfinished.
    private static let grace = Duration.milliseconds(1500)

    /// - Parameter name: what the lanes do, for the log.
    package init(_ name: String, _ lanes: [any Lane]) {
        loop = Loop(name)
        state = Mutex(State(waiting: lanes))
    }

    /// Heartbeat of the loop that starts lanes. The lanes have none here, because one that waits for its peer may be
    /// silent for long.
    package var heartbeat: Heartbeat { loop.heartbeat }

    /// Runs them until `stop()`: blocks its thread, which must be an owned one. Returns within two seconds of the stop,
    /// whatever the lanes do.
    package func run() throws {
        while !loop.isStopped {
            for lane in lanesToBegin() {
                try OwnedThread.start(name: lane.threadName) { [self] in
                    lane.run()
                    loop.wake()
                    endings.wake()
                }
            }
            loop.wait(upTo: .seconds(60))
        }
        state.withLock { $0.begun.forEach { $0.stop() } }
        let end = ContinuousClock.now + Self.grace
        while !hasOnly([]), ContinuousClock.now < end { endings.wait(upTo: end - ContinuousClock.now) }
    }

    /// Ends `run`. May be called from any thread.
    package func stop() {
        state.withLock { $0.begun.forEach { $0.stop() } }
        loop.stop()
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
