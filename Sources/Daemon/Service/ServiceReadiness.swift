import Synchronization

/// Whether the service manager was told that the daemon is ready. It must not be told earlier by anything else, such as the
/// end of a reload.
final class ServiceReadiness: Sendable {
    private let told = Atomic(false)

    var isReady: Bool { told.load(ordering: .acquiring) }

    /// - Returns: whether the daemon was not ready before.
    func begins() -> Bool { !told.exchange(true, ordering: .acquiringAndReleasing) }
}
