/// Work that goes on beside other work of its kind, on a thread of its own: what holds up one holds up no other.
package protocol Lane: AnyObject, Sendable {
    /// Its waits and its stop. The name is its thread's, and no other lane's at a time; the kernel keeps 15 bytes.
    var loop: Loop { get }
    /// Works until the loop is stopped; blocks its thread.
    func work()
}

extension Lane {
    package var threadName: String { loop.name }

    /// Whether `run` has returned.
    package var hasEnded: Bool { loop.hasEnded }

    /// Works until told to stop; blocks its thread.
    package func run() {
        defer { loop.end() }
        work()
    }

    /// Ends `run` after what is in progress, from any thread.
    package func stop() { loop.stop() }

    /// Has it look for work now, from any thread.
    package func wake() { loop.wake() }
}
