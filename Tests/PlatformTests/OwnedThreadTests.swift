import Foundation
import Platform
import Testing

struct OwnedThreadTests {
    @Test func `the body runs on a thread of its own with its name`() async throws {
        let (name, thread) = try await OwnedThread.run(name: "association-12345") {
            (try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8), pthread_self())
        }
        #expect(name == "association-123\n")
        #expect(thread != pthread_self())
    }

    @Test func `an error of the body reaches the caller`() async {
        struct Expected: Error {}
        await #expect(throws: Expected.self) { try await OwnedThread.run(name: "test") { throw Expected() } }
    }

    @Test func `a stack that the kernel cannot give is an error`() {
        #expect(throws: PlatformError.self) { try OwnedThread.start(name: "huge", stackSize: 1 << 62) {} }
    }
}
