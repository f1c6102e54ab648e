/// Counts what callers repeat: refusals by address, and queries by caller and content. The first is recorded as it is, the
/// following ones as one count a minute for as long as they go on.
struct AuditRepetitions {
    /// How long equal occurrences are counted before the count is recorded.
    static let window = Duration.seconds(60)
    /// Number of addresses of refused callers that are told apart in a window.
    static let addressLimit = 32
    /// Number of different queries of one caller that are recorded with their content in a window.
    static let queryLimit = 600

    /// What makes two occurrences equal.
    private enum Subject: Hashable {
        case refusal(address: String)
        case otherRefusals
        case query(AuditOccurrence.Caller, AuditOccurrence.Query)
        case otherQueries(AuditOccurrence.Caller)
    }

    private struct Count {
        var since: ContinuousClock.Instant
        /// Occurrences after the recorded one.
        var more = 0
    }

    private var counts: [Subject: Count] = [:]
    /// Number of different queries in `counts`, by caller.
    private var queries: [AuditOccurrence.Caller: Int] = [:]
    private var addresses = 0

    /// Counts an occurrence.
    ///
    /// - Returns: false if it must be recorded itself.
    mutating func count(_ what: AuditOccurrence.What, at now: ContinuousClock.Instant) -> Bool {
        guard let subject = subject(of: what) else { return false }
        if counts[subject] != nil {
            counts[subject]?.more += 1
            return true
        }
        // Bounds the memory: a query has up to 4 KiB.
        guard counts.count < AuditInbox.limit else { return false }
        switch subject {
        case .refusal: addresses += 1
        case .query(let caller, _): queries[caller, default: 0] += 1
        case .otherRefusals, .otherQueries:
            counts[subject] = Count(since: now, more: 1)
            return true
        }
        counts[subject] = Count(since: now)
        return false
    }

    /// Returns the counts whose window has passed, and forgets what was not repeated during it.
    mutating func take(isLast: Bool, at now: ContinuousClock.Instant) -> [AuditOccurrence.What] {
        var due: [(subject: Subject, count: Count)] = []
        for (subject, count) in counts where isLast || now - count.since >= Self.window {
            if count.more > 0 {
                due.append((subject, count))
                counts[subject] = Count(since: now)
            } else {
                forget(subject)
            }
        }
        return due.sorted { $0.count.since < $1.count.since }.map { Self.repeated($0.subject, $0.count.more) }
    }

    /// The subject under which an occurrence is counted; nil if it is always recorded.
    private func subject(of what: AuditOccurrence.What) -> Subject? {
        switch what {
        case .rejected(let caller, _): refusal(of: caller.address)
        case .notAuthenticated(let address, _): refusal(of: address)
        case .queried(let caller, let query):
            counts[.query(caller, query)] == nil && queries[caller, default: 0] >= Self.queryLimit
                ? .otherQueries(caller) : .query(caller, query)
        default: nil
        }
    }

    private func refusal(of address: String) -> Subject {
        counts[.refusal(address: address)] == nil && addresses >= Self.addressLimit
            ? .otherRefusals : .refusal(address: address)
    }

    private mutating func forget(_ subject: Subject) {
        counts[subject] = nil
        switch subject {
        case .refusal: addresses -= 1
        case .query(let caller, _):
            queries[caller, default: 1] -= 1
            if queries[caller] == 0 { queries[caller] = nil }
        case .otherRefusals, .otherQueries: break
        }
    }

    private static func repeated(_ subject: Subject, _ count: Int) -> AuditOccurrence.What {
        switch subject {
        case .refusal(let address): .refusedAgain(address: address, count: count)
        case .otherRefusals: .refusedAgain(address: nil, count: count)
        case .query(let caller, let query): .queriedAgain(by: caller, query, count: count)
        case .otherQueries(let caller): .queriedAgain(by: caller, nil, count: count)
        }
    }
}
