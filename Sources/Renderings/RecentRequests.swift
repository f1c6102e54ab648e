import Synchronization

/// The last things that were asked for and not kept, a bounded number of them. What is asked for again is kept; who asks for
/// everything once, as an export does, must not push out the pictures that reviewers see next.
final class RecentRequests: Sendable {
    private let limit: Int
    /// The latest last.
    private let known = Mutex<[String]>([])

    init(limit: Int = 256) { self.limit = limit }

    /// Whether a thing was asked for before; from then on it counts as new.
    func isRepeated(_ request: String) -> Bool {
        known.withLock { known in
            if let place = known.firstIndex(of: request) {
                known.remove(at: place)
                return true
            }
            known.append(request)
            if known.count > limit { known.removeFirst() }
            return false
        }
    }
}
