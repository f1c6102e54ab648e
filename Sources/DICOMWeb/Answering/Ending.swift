import Hummingbird
import Synchronization

/// Reports the end of a body once, also of one that is dropped before the first byte is written.
final class Ending: Sendable {
    /// The client was gone before the answer began.
    struct Failure: Error, CustomStringConvertible {
        let description = "the client was gone before the answer began"
    }

    private let ended: Response.Ended
    private let isOver = Atomic(false)

    init(_ ended: @escaping Response.Ended) { self.ended = ended }

    /// - Parameter error: why not all of the body was written; nil if it was.
    func end(_ error: (any Error)?) {
        if !isOver.exchange(true, ordering: .relaxed) { ended(error) }
    }

    deinit { end(Failure()) }
}
