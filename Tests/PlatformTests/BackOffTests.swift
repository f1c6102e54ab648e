import Platform
import Testing

struct BackOffTests {
    @Test func `the pause doubles while attempts fail, up to the longest`() {
        var backOff = BackOff(first: .seconds(1), longest: .seconds(60))
        let pauses = (0..<8).map { _ in backOff.failed() }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        #expect(backOff.failures == 8)
    }

    @Test func `a success starts the pauses over`() {
        var backOff = BackOff(first: .seconds(1), longest: .seconds(60))
        for _ in 0..<5 { _ = backOff.failed() }
        backOff.reset()
        #expect(backOff.failures == 0)
        #expect(backOff.failed() == .seconds(1))
    }

    @Test func `the pause after a number of attempts is the same, and the number has no limit`() {
        let backOff = BackOff(first: .seconds(30), longest: .seconds(1800))
        #expect((1...4).map(backOff.seconds) == [30, 60, 120, 240])
        #expect(backOff.pause(after: 0) == .seconds(30))
        #expect(backOff.pause(after: 1_000_000) == .seconds(1800))
    }

    @Test func `a longest pause below the first one holds`() {
        #expect(BackOff(first: .seconds(9), longest: .seconds(2)).pause(after: 1) == .seconds(2))
    }
}
