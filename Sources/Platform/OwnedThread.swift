import CGlibc
import Glibc

/// Threads that may block: associations, inference, deliveries. The cooperative pool and event loops must not.
package enum OwnedThread {
    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void
        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Bytes of stack of a thread that asks for no other number.
    package static let usualStack = 1 << 20

    /// Runs `body` on a new detached thread.
    ///
    /// - Parameters:
    ///   - name: shown by `ps -L` and `top -H`; the kernel keeps 15 bytes.
    ///   - stackSize: bytes of stack, fixed for the life of the thread.
    /// - Throws: `PlatformError.thread` if the thread cannot be created; `body` then never runs.
    package static func start(
        name: String, stackSize: Int = usualStack, _ body: @escaping @Sendable () -> Void
    ) throws(PlatformError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, stackSize)

        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
                OwnedThread.rename(start.name)
                start.body()
                return nil
            }, start.toOpaque())
        guard code == 0 else {
            start.release()
            throw .thread(name: name, errno: code)
        }
    }

    /// Runs blocking work on a thread of its own and suspends until it is done. The thread may have done other such work before.
    package static func run<Success: Sendable>(
        name: String, stackSize: Int = usualStack, _ body: @escaping @Sendable () throws -> Success
    ) async throws -> Success {
        try await withCheckedThrowingContinuation { continuation in
            let work = { @Sendable in continuation.resume(with: Result(catching: body)) }
            do {
                if stackSize == usualStack {
                    try IdleThreads.shared.run(name: name, work)
                } else {
                    try start(name: name, stackSize: stackSize, work)
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}

extension OwnedThread {
    /// Has a thread do a piece of blocking work, one that has done other such work if there is one.
    ///
    /// - Throws: `PlatformError.thread` if the thread cannot be created; `body` then never runs.
    package static func perform(name: String, _ body: @escaping @Sendable () -> Void) throws(PlatformError) {
        try IdleThreads.shared.run(name: name, body)
    }

    /// Runs blocking work as `run` does, and tries again each second while the system has no thread for it.
    ///
    /// - Parameters:
    ///   - isOver: whether to give up.
    ///   - failed: called after each attempt that failed.
    package static func runEventually<Success: Sendable>(
        name: String, stackSize: Int = usualStack, unless isOver: () -> Bool, _ body: @escaping @Sendable () -> Success,
        failed: (PlatformError) -> Void
    ) async throws -> Success {
        while true {
            do {
                return try await run(name: name, stackSize: stackSize, body)
            } catch let error as PlatformError where !isOver() {
                failed(error)
                try await Task.sleep(for: .seconds(1))
            }
        }
    }
}

extension OwnedThread {
    /// Names the calling thread. Uses /proc, because Swift's Glibc module does not provide `pthread_setname_np`.
    static func rename(_ name: String) {
        let descriptor = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = name.withCString { write(descriptor, $0, min(strlen($0), 15)) }
        close(descriptor)
    }
}
