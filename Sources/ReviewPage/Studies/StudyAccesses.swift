import Auditing
import Synchronization
import WebAccess

/// Which studies the users have looked at, so that the audit trail has one message for each study and session (PS3.15
/// A.5.3.6) and not one for each request.
final class StudyAccesses: Sendable {
    private struct Access: Hashable {
        let session: Int64
        let study: String
    }

    /// A session lasts no longer.
    private static let session = Duration.seconds(12 * 3600)
    /// Accesses that are remembered; above it the oldest are forgotten, and told again.
    private static let limit = 20_000

    private let known = Mutex<[Access: ContinuousClock.Instant]>([:])

    /// Records an access in the audit trail if it is the first of the session.
    func record(
        _ study: String, by asked: PageRequest, in audit: AuditInbox, at now: ContinuousClock.Instant = .now
    ) {
        let access = Access(session: asked.session?.id ?? 0, study: study)
        let isFirst = known.withLock { known in
            if let last = known[access], now - last < Self.session { return false }
            if known.count >= Self.limit {
                let newest = known.sorted { $0.value > $1.value }.prefix(Self.limit / 2)
                known = Dictionary(uniqueKeysWithValues: newest.map { ($0.key, $0.value) })
            }
            known[access] = now
            return true
        }
        guard isFirst else { return }
        audit.add(
            .accessed(by: asked.caller, .init(studyInstanceUID: study, instances: [:], destination: nil)))
    }
}
