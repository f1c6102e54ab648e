import Dispatch
import Glibc
import Synchronization
import TestHarness
import Testing

@testable import DICOMNetwork

@Suite(.timeLimit(.minutes(10)))
struct AssociationThreadsTests {
    /// Released when its job has ended and nothing refers to it any more.
    private final class Held: Sendable {
        private let count: Count
        init(_ count: Count) { self.count = count }
        deinit { count.value.add(1, ordering: .releasing) }
    }

    private final class Count: Sendable {
        let value = Atomic(0)
        func wait(for expected: Int) async throws {
            try await waitUntil { value.load(ordering: .acquiring) == expected }
        }
    }

    private final class Threads: Sendable {
        let seen = Mutex<Set<pthread_t>>([])
    }

    @Test func `successive jobs share a thread and are released when they end`() async throws {
        let threads = AssociationThreads()
        let (ended, seen) = (Count(), Threads())
        func run() throws {
            let held = Held(ended)
            try threads.run {
                withExtendedLifetime(held) { _ = seen.seen.withLock { $0.insert(pthread_self()) } }
            }
        }
        for index in 1...50 {
            try run()
            try await ended.wait(for: index)
        }
        #expect(seen.seen.withLock(\.count) < 50)
        threads.end()
    }

    @Test func `simultaneous jobs each have a thread, however many`() async throws {
        let threads = AssociationThreads()
        let (running, ended, gate) = (Count(), Count(), DispatchSemaphore(value: 0))
        for _ in 0..<40 {
            try threads.run {
                running.value.add(1, ordering: .releasing)
                gate.wait()
                ended.value.add(1, ordering: .releasing)
            }
        }
        try await running.wait(for: 40)
        for _ in 0..<40 { gate.signal() }
        try await ended.wait(for: 40)
        threads.end()
    }
}
