import Synchronization

/// Whether systemd was notified that the daemon is ready. Nothing else may notify it earlier, such as the end of a reload.
final class ServiceReadiness: Sendable {
    private let isNotified = Atomic(false)

    var isReady: Bool { isNotified.load(ordering: .acquiring) }

    /// - Returns: whether the daemon was not ready before.
    func begins() -> Bool { !isNotified.exchange(true, ordering: .acquiringAndReleasing) }
}
