/// Work on a thread of its own, beside other lanes of its kind: a lane that is held up delays no other.
package protocol Lane: AnyObject, Sendable {
    /// Its waits and its stop. Its name is also the thread's, of which the kernel keeps 15 bytes; lanes of one name
    /// never run at the same time.
    var loop: Loop { get }
    /// Works until the loop is stopped; blocks its thread.
    func work()
}

extension Lane {
    package var threadName: String { loop.name }

    /// Whether `run` has returned.
    package var hasEnded: Bool { loop.hasEnded }

    /// Works until `stop()`; blocks its thread.
    package func run() {
        defer { loop.end() }
        work()
    }

    /// Ends `run` after what is in progress, from any thread.
    package func stop() { loop.stop() }

    /// Makes it look for work now; may be called from any thread.
    package func wake() { loop.wake() }
}
