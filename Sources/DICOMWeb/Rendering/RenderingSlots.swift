import Dispatch
import Synchronization

/// Bounds how many renderings are under way, and how many wait.
final class RenderingSlots: Sendable {
    private let free = DispatchSemaphore(value: 0)
    private let limit: Int
    private let waitingLimit: Int
    /// Renderings that are under way or wait.
    private let present = Atomic(0)

    init(limit: Int, waitingLimit: Int) {
        (self.limit, self.waitingLimit) = (limit, waitingLimit)
        for _ in 0..<limit { free.signal() }
    }

    var count: Int { present.load(ordering: .relaxed) }

    /// Takes a slot; blocks until there is one.
    ///
    /// - Throws: `WebError.renderingBusy` if too many wait already, or if none is free in time.
    func enter(within patience: DispatchTimeInterval) throws(WebError) {
        let isRoom = present.add(1, ordering: .relaxed).newValue <= limit + waitingLimit
        guard isRoom, free.wait(timeout: .now() + patience) == .success else {
            present.subtract(1, ordering: .relaxed)
            throw .renderingBusy(limit: limit)
        }
    }

    /// Gives a slot back.
    func leave() {
        present.subtract(1, ordering: .relaxed)
        free.signal()
    }
}
