import Testing
import WorkList

@testable import Delivery

struct DeliveryPausesTests {
    @Test func `pauses double up to half an hour`() {
        let pauses = DeliveryPauses()
        #expect((1...8).map(pauses.seconds) == [30, 60, 120, 240, 480, 960, 1800, 1800])
        #expect(pauses.seconds(after: 1_000_000) == 1800)
        #expect(pauses.seconds(after: 0) == 30)
    }

    @Test func `the attempts of a delivery fill 48 hours and no more than another pause`() {
        let pauses = DeliveryPauses()
        let tried = (1..<OutboxState.maximumAttempts).map(pauses.seconds).reduce(0, +)
        #expect((172_800...174_600).contains(tried))
    }
}
