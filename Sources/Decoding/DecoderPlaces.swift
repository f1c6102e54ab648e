import Dispatch
import Synchronization

/// Bounds how many decoder processes run at a time for one purpose, and how many wait for their turn.
package final class DecoderPlaces: Sendable {
    package let limit: Int
    private let waitingLimit: Int
    private let free: DispatchSemaphore
    /// Those that have a place or wait.
    private let present = Atomic(0)

    /// - Parameter waitingLimit: more than these do not wait.
    package init(_ limit: Int, waitingLimit: Int = .max / 2) {
        (self.limit, self.waitingLimit) = (limit, waitingLimit)
        // A semaphore must not be gone while it is below its first value.
        free = DispatchSemaphore(value: 0)
        for _ in 0..<limit { free.signal() }
    }

    /// How many have a place or wait.
    package var count: Int { present.load(ordering: .relaxed) }

    /// Does work in one of the places, after a wait of at most `patience`. Blocks.
    ///
    /// - Returns: nil if too many wait already, or if no place became free.
    package func hold<Result>(upTo patience: Duration, _ work: () throws -> Result) rethrows -> Result? {
        defer { present.subtract(1, ordering: .relaxed) }
        let isRoom = present.add(1, ordering: .relaxed).newValue <= limit + waitingLimit
        let wait = DispatchTimeInterval.milliseconds(Int(patience / .milliseconds(1)))
        guard isRoom, free.wait(timeout: .now() + wait) == .success else { return nil }
        defer { free.signal() }
        return try work()
    }
}
