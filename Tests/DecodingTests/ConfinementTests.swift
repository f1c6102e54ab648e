import Foundation
import Platform
import TestHarness
import Testing

@testable import Decoding

/// What a decoder that an object has taken over can do: nothing.
struct ConfinementTests {
    @Test func `a decoder is refused every file, connection, process and memory that runs`() throws {
        try Decoders(DecoderSettings(), program: DecodersTests.program).decoding { decoder in
            let attempts = try decoder.trial()
            #expect(attempts.count == 14)
            // A kernel or container may grant less; the parent then says so.
            guard try decoder.awaitReady().withoutSeccomp == nil else { return }
            for attempt in attempts { #expect(attempt.errno != 0, "a decoder can \(attempt.what)") }
        }
    }

    @Test func `a decoder has one thread, which Landlock confines, and nothing open but its three descriptors`() throws
    {
        try Decoders(DecoderSettings(), program: DecodersTests.program).decoding { decoder in
            let status = try String(contentsOfFile: "/proc/\(decoder.processID)/status", encoding: .utf8)
            #expect(status.contains("Threads:\t1\n"), "\(status)")
            #expect(status.contains("NoNewPrivs:\t1\n"))
            if try decoder.awaitReady().withoutSeccomp == nil { #expect(status.contains("Seccomp:\t2\n")) }
            let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(decoder.processID)/fd")
            #expect(open.sorted() == ["0", "1", "2"])
        }
    }

    @Test func `what the kernel does not grant is named with its reason`() {
        #expect(Confinement(withoutSeccomp: nil, withoutLandlock: nil).missing == nil)
        let without = Confinement(withoutSeccomp: "not permitted", withoutLandlock: "no such call")
        #expect(without.missing == "seccomp (not permitted) and Landlock (no such call)")
    }

    @Test func `a decoder gets no variable of the environment that may hold a secret`() {
        let environment = DecoderSettings.environment(from: ["THORAXD_SECRET": "x", "TZ": "Asia/Tokyo"])
        #expect(environment == ["TZ=Asia/Tokyo", "SWIFT_BACKTRACE=enable=no"])
    }
}
