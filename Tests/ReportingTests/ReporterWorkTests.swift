import Foundation
import Testing

@testable import Reporting

struct ReporterWorkTests {
    @Test func `work is timed from its claim to the next, whatever the time of day`() {
        var work = ReporterWork()
        let start = ContinuousClock.now
        #expect(work.time(since: nil, at: start) == nil)
        // A clock that is two years ahead, or behind, changes nothing.
        for (claim, offset) in [63_072_000.0, -63_072_000.0].enumerated() {
            let (claimedAt, begin) = (Date() + offset, start + .seconds(claim * 100))
            #expect(work.time(since: claimedAt, at: begin) == .zero)
            #expect(work.time(since: claimedAt, at: begin + .seconds(40)) == .seconds(40))
        }
        #expect(work.time(since: nil, at: start + .seconds(300)) == nil)
    }

    @Test func `a work list that cannot be read neither ends the work nor begins it again`() {
        struct Unreadable: Error {}
        var work = ReporterWork()
        let (start, claimedAt) = (ContinuousClock.now, Date())
        #expect(work.claim { throw Unreadable() } == nil)
        #expect(work.time(since: work.claim { claimedAt }, at: start) == .zero)
        let unread = work.claim { throw Unreadable() }
        #expect(work.time(since: unread, at: start + .seconds(40)) == .seconds(40))
        #expect(work.time(since: work.claim { claimedAt }, at: start + .seconds(50)) == .seconds(50))
        #expect(work.claim { nil } == nil)
    }
}
