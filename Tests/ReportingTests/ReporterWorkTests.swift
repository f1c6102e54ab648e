import Foundation
import Testing

@testable import Reporting

struct ReporterWorkTests {
    @Test func `work is timed from its claim to the next, whatever the time of day`() {
        var work = ReporterWork()
        let start = ContinuousClock.now
        #expect(work.time(at: start) == nil)
        // A clock that is two years ahead, or behind, changes nothing.
        for (claim, offset) in [63_072_000.0, -63_072_000.0].enumerated() {
            let (claimedAt, begin) = (Date() + offset, start + .seconds(claim * 100))
            work.update(at: begin) { claimedAt }
            #expect(work.time(at: begin) == .zero)
            work.update(at: begin + .seconds(40)) { claimedAt }
            #expect(work.time(at: begin + .seconds(40)) == .seconds(40))
        }
        work.update(at: start + .seconds(300)) { nil }
        #expect(work.time(at: start + .seconds(300)) == nil)
    }

    @Test func `a work list that cannot be read neither ends the work nor begins it again`() {
        struct Unreadable: Error {}
        var work = ReporterWork()
        let (start, claimedAt) = (ContinuousClock.now, Date())
        work.update(at: start) { throw Unreadable() }
        #expect(work.time(at: start) == nil)
        work.update(at: start) { claimedAt }
        work.update(at: start + .seconds(40)) { throw Unreadable() }
        #expect(work.time(at: start + .seconds(40)) == .seconds(40))
        work.update(at: start + .seconds(50)) { claimedAt }
        #expect(work.time(at: start + .seconds(50)) == .seconds(50))
    }
}
