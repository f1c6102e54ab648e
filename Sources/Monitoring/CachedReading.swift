import Platform
import Synchronization

/// Caches the result of a blocking read: however many clients ask, it is read at most every few seconds, on one thread
/// at a time.
final class CachedReading<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        /// When reading the value ended.
        var readAt: ContinuousClock.Instant?
        var isReading = false
    }

    private let name: String
    private let maximumAge: Duration
    private let patience: Duration
    private let read: @Sendable () -> Value
    private let state = Mutex(State())
    private let clock = ContinuousClock()

    /// Interval between checks of a read in progress.
    private static var interval: Duration { .milliseconds(2) }

    /// - Parameters:
    ///   - name: name of the thread that reads.
    ///   - maximumAge: how old a returned value may be.
    ///   - patience: how long a caller waits for a value.
    init(name: String, maximumAge: Duration, patience: Duration, read: @escaping @Sendable () -> Value) {
        self.name = name
        self.maximumAge = maximumAge
        self.patience = patience
        self.read = read
    }

    /// A value that is recent enough or was read since the call; nil if no such value came in time.
    func value() async -> Value? {
        let asked = clock.now
        let end = asked + patience
        while true {
            let (value, mustRead) = state.withLock { state -> (Value?, Bool) in
                if let value = state.value, let readAt = state.readAt,
                    readAt >= asked || clock.now - readAt < maximumAge
                {
                    return (value, false)
                }
                defer { state.isReading = true }
                return (nil, !state.isReading)
            }
            if let value { return value }
            if mustRead, !begin() { return nil }
            guard clock.now < end, (try? await Task.sleep(for: Self.interval)) != nil else { return nil }
        }
    }

    /// - Returns: false if no thread could be started.
    private func begin() -> Bool {
        do {
            try OwnedThread.start(name: name) { [self] in
                let value = read()
                state.withLock { state in
                    state.value = value
                    state.readAt = clock.now
                    state.isReading = false
                }
            }
            return true
        } catch {
            state.withLock { $0.isReading = false }
            return false
        }
    }
}
