package import Platform

extension BackOff {
    /// The retry delays of deliveries. With `OutboxState.maximumAttempts`, a delivery is given up after 48 hours. The
    /// longest delay also applies after a failure that has to be fixed at the peer.
    package static let delivery = BackOff(first: .seconds(30), longest: .seconds(1800))
}
