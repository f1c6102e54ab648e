import Auditing
import Synchronization
import WebAccess

/// Records accesses to studies in the audit trail once per study and session (PS3.15 A.5.3.6), not once per request.
final class StudyAccesses: Sendable {
    private struct Access: Hashable {
        let session: Int64
        let study: String
    }

    /// Longest lifetime of a session.
    private static let lifetime = Duration.seconds(12 * 3600)
    /// Number of accesses kept in memory. Beyond it the oldest half is dropped, and such an access is recorded again.
    private static let limit = 20_000

    private let known = Mutex<[Access: ContinuousClock.Instant]>([:])

    /// Records an access in the audit trail if it is the first of the session.
    func record(
        _ study: String, by asked: PageRequest, in audit: AuditInbox, at now: ContinuousClock.Instant = .now
    ) {
        let access = Access(session: asked.session?.id ?? 0, study: study)
        let isFirst = known.withLock { known in
            if let last = known[access], now - last < Self.lifetime { return false }
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
