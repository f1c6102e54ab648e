package import Platform

extension BackOff {
    /// Of deliveries. With these pauses and `OutboxState.maximumAttempts`, a delivery is given up after 48 hours. The
    /// longest is also the pause after a failure that somebody at the peer has to correct.
    package static let delivery = BackOff(first: .seconds(30), longest: .seconds(1800))
}
