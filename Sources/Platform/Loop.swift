import Synchronization

/// The waits, the stop and the heartbeat of a thread that works in rounds.
package final class Loop: Sendable {
    /// How long a loop that waits for hints goes without one: other processes change the work list without giving any.
    package static let slowLook = Duration.seconds(3)

    private let signal = WakeSignal()
    private let isDone = Atomic(false)
    /// Silent while a round takes; a loop that waits is alive.
    package let heartbeat: Heartbeat

    /// - Parameter name: what the loop does, for the log.
    package init(_ name: String) { heartbeat = Heartbeat(name) }

    package var name: String { heartbeat.name }

    /// Whether `stop` has been called.
    package var isStopped: Bool { signal.isStopped }

    /// Whether it has ended.
    package var hasEnded: Bool { isDone.load(ordering: .acquiring) }

    /// Ends its waits, from any thread.
    package func stop() { signal.stop() }

    /// Ends its wait in progress, or its next one, from any thread: there may be something to do.
    package func wake() { signal.wake() }

    /// Notes that it has ended.
    package func end() { isDone.store(true, ordering: .releasing) }

    /// Waits for a hint or the stop, at most for `duration`.
    package func wait(upTo duration: Duration = slowLook) { resting(for: duration) { signal.wait(upTo: duration) } }

    /// Waits for the stop, at most for `duration`, whatever hints come.
    package func pause(for duration: Duration) { resting(for: duration) { signal.pause(for: duration) } }

    private func resting(for duration: Duration, _ rest: () -> Void) {
        heartbeat.beat(restingFor: duration)
        rest()
        heartbeat.beat()
    }
}
