import Glibc
import Platform
import Testing

@Suite(.timeLimit(.minutes(5)))
struct HintPipeTests {
    @Test func `a hint ends a wait, before it as well as during it`() throws {
        let (pipe, answer) = (try HintPipe(), try HintPipe())
        try OwnedThread.start(name: "waiting") {
            for _ in 0..<1000 {
                pipe.wait(upTo: .seconds(3600))
                answer.give()
            }
        }
        for _ in 0..<1000 {
            pipe.give()
            answer.wait(upTo: .seconds(3600))
        }
        #expect(!pipe.take())
    }

    @Test func `a wait ends where another descriptor can be read, and when its time is up`() throws {
        let (pipe, other) = (try HintPipe(), try HintPipe())
        other.give()
        pipe.wait(orFor: [other.readEnd], upTo: .seconds(3600))
        #expect(other.take())
        let start = ContinuousClock.now
        pipe.wait(orFor: [other.readEnd], upTo: .milliseconds(30))
        #expect(ContinuousClock.now - start >= .milliseconds(30))
    }

    @Test func `a pipe that is full takes more hints without a wait, and loses nothing`() throws {
        let pipe = try HintPipe()
        for _ in 0..<100_000 { pipe.give() }
        #expect(pipe.take())
        while pipe.take() {}
        #expect(!pipe.take())
    }

    @Test func `its reader sees the end, and hints after it are ignored`() throws {
        let pipe = try HintPipe()
        pipe.give()
        pipe.close()
        pipe.close()
        pipe.give()
        var byte: UInt8 = 0
        #expect(read(pipe.readEnd, &byte, 1) == 1)
        #expect(read(pipe.readEnd, &byte, 1) == 0)
        #expect(!pipe.take())
    }
}
