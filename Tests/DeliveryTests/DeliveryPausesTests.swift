import Platform
import Testing
import WorkList

@testable import Delivery

struct DeliveryPausesTests {
    @Test func `pauses double up to half an hour`() {
        #expect((1...8).map(BackOff.delivery.seconds) == [30, 60, 120, 240, 480, 960, 1800, 1800])
    }

    @Test func `the attempts of a delivery fill 48 hours and no more than another pause`() {
        let tried = (1..<OutboxState.maximumAttempts).map(BackOff.delivery.seconds).reduce(0, +)
        #expect((172_800...174_600).contains(tried))
    }
}
