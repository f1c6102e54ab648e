import Glibc
import Synchronization

/// Bounds how many decoder processes run at a time for one purpose.
final class DecoderPlaces: Sendable {
    let limit: Int
    private let free: Mutex<Int>

    init(_ limit: Int) {
        self.limit = limit
        free = Mutex(limit)
    }

    /// Does work in one of the places, after a wait of at most `patience`. Blocks.
    ///
    /// - Returns: nil if no place became free.
    func hold<Result>(upTo patience: Duration, _ work: () throws -> Result) rethrows -> Result? {
        let end = ContinuousClock.now + patience
        while !take() {
            guard ContinuousClock.now < end else { return nil }
            usleep(5000)
        }
        defer { free.withLock { $0 += 1 } }
        return try work()
    }

    private func take() -> Bool {
        free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }
}
