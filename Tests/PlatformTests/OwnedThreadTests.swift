import Foundation
import Glibc
import Platform
import Synchronization
import Testing

struct OwnedThreadTests {
    @Test func `the body runs on its own named thread`() async throws {
        let (name, thread) = try await OwnedThread.run(name: "association-12345") {
            (try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8), pthread_self())
        }
        #expect(name == "association-123\n")
        #expect(thread != pthread_self())
    }

    @Test func `an error thrown by the body reaches the caller`() async {
        struct Expected: Error {}
        await #expect(throws: Expected.self) { try await OwnedThread.run(name: "test") { throw Expected() } }
    }

    @Test func `a stack that cannot be allocated is an error`() {
        #expect(throws: PlatformError.self) { try OwnedThread.start(name: "huge", stackSize: 1 << 62) {} }
    }

    @Test func `work waits for its thread until it is given up`() async throws {
        var failures = 0
        await #expect(throws: PlatformError.self) {
            try await OwnedThread.runEventually(
                name: "huge", stackSize: 1 << 62, unless: { failures == 2 }, {}, failed: { _ in failures += 1 })
        }
        #expect(failures == 2)
        #expect(try await OwnedThread.runEventually(name: "test", unless: { false }, { 7 }, failed: { _ in }) == 7)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a thread that has done its work does other work under its name`() async throws {
        var seen: Set<String> = []
        var isNew = true
        // The first one may not wait yet when there is more work.
        while isNew {
            let expected = "work \(seen.count)"
            let (thread, name) = try await OwnedThread.run(name: expected) {
                // Process and thread.
                (
                    try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self"),
                    try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
                )
            }
            #expect(name == "\(expected)\n")
            isNew = seen.insert(thread).inserted
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a thread that waits holds nothing of what it has done`() async throws {
        final class Held: Sendable {}
        weak var held: Held?
        do {
            let made = Held()
            held = made
            try await OwnedThread.run(name: "test") { withExtendedLifetime(made) {} }
        }
        while held != nil { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test func `more work than threads may wait is done at once`() async throws {
        final class Present: Sendable { let count = Atomic(0) }
        let present = Present()
        // Each waits until all are there.
        try await withThrowingTaskGroup { group in
            for _ in 0..<40 {
                group.addTask {
                    try await OwnedThread.run(name: "test") {
                        present.count.add(1, ordering: .relaxed)
                        while present.count.load(ordering: .relaxed) < 40 { usleep(1000) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `work of low priority is done on a thread of its own, and the caller keeps its priority`() throws {
        @Sendable func niceness() -> Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }
        let own = niceness()
        let (priority, thread) = OwnedThread.withLowPriority(name: "slow", niceness: 5) {
            (niceness(), try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8))
        }
        #expect(priority == min(own + 5, 19) && thread == "slow\n")
        #expect(niceness() == own)
    }
}
