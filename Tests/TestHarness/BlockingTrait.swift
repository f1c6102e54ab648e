import Platform
package import Testing

/// Runs the tests of a suite on threads of their own, for suites that run programs, wait on their thread or
/// compute for long.
///
/// The cooperative pool has one thread per processor. A test that blocks there holds up every other test, and the handlers of
/// servers that run in the process of the tests.
package struct BlockingTrait: SuiteTrait, TestTrait, TestScoping {
    package var isRecursive: Bool { true }

    @concurrent package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(ThreadPerJob()) { try await function() }
    }
}

extension Trait where Self == BlockingTrait {
    /// The tests run programs, wait on their thread or compute for long.
    package static var blocking: Self { Self() }
}

/// Runs each job of a task on a new thread, so that a job that blocks delays no other.
private final class ThreadPerJob: TaskExecutor {
    /// Stack size of the cooperative pool's threads, in bytes.
    private static let stackSize = 8 << 20

    nonisolated func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        do {
            try OwnedThread.start(name: "test", stackSize: Self.stackSize) { [self] in
                job.runSynchronously(on: asUnownedTaskExecutor())
            }
        } catch {
            preconditionFailure("\(error)")
        }
    }
}
