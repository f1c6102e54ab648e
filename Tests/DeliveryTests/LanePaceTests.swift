import Foundation
import Platform
import Testing

@testable import Delivery

struct LanePaceTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `a pause ends at its time, and at once when the clock is set back`() {
        var pace = LanePace(BackOff(first: .seconds(10), longest: .seconds(60)))
        pace.destinationFailed(at: now, isSlow: false)
        #expect(pace.claimable(at: now + 9) < now)
        #expect(pace.claimable(at: now + 10) == now + 10)
        let earlier = now - 3600
        #expect(pace.claimable(at: earlier) == earlier && pace.pausedUntil(at: earlier) == earlier)
    }
}
