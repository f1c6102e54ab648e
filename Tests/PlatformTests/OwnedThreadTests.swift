import Foundation
import Platform
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
}
