/// Counts repeated occurrences: refusals by address, or by account and change, queries by caller and content, and accesses
/// by caller and study. The first is recorded as it is, the following ones as one count a minute while they continue.
struct AuditRepetitions {
    /// How long equal occurrences are counted before the count is recorded.
    static let window = Duration.seconds(60)
    /// Number of addresses of refused callers that are told apart in a window.
    static let addressLimit = 32
    /// Number of different queries that one caller may have recorded with their content at once. One more may be every
    /// `queryPause`: in a day no more than 43,800.
    static let queryLimit = 600
    static let queryPause = Duration.seconds(2)
    /// Number of callers whose queries are told apart in a window.
    static let callerLimit = 32

    /// What makes two occurrences equal.
    private enum Subject: Hashable {
        case refusal(address: String)
        case otherRefusals
        case query(AuditOccurrence.Caller, AuditOccurrence.Query)
        /// Those of one caller, or without one, of all that are not told apart.
        case otherQueries(AuditOccurrence.Caller?)
        case access(AuditOccurrence.Caller, study: String)
        /// Refused objects of a study; an empty UID for those without one.
        case store(AuditOccurrence.Caller, study: String)
        case otherStores(AuditOccurrence.Caller)
        /// A refused change. There are few, because accounts are those of this machine and changes are known by name.
        case change(account: String, String)

        /// What counts it together with others.
        func others(isKnown: (AuditOccurrence.Caller) -> Bool) -> Subject {
            switch self {
            case .refusal, .otherRefusals: .otherRefusals
            case .query(let caller, _): .otherQueries(isKnown(caller) ? caller : nil)
            case .store(let caller, _): .otherStores(caller)
            case .otherQueries, .otherStores, .access, .change: self
            }
        }
    }

    private struct Count {
        var since: ContinuousClock.Instant
        /// Occurrences after the recorded one.
        var more = 0
    }

    /// How many different queries may still be recorded: it is used up one by one, and comes back with time.
    private struct Budget {
        private var left = queryLimit
        private var since: ContinuousClock.Instant

        init(at now: ContinuousClock.Instant) { since = now }

        /// - Returns: false if nothing is left.
        mutating func take(at now: ContinuousClock.Instant) -> Bool {
            refill(at: now)
            guard left > 0 else { return false }
            left -= 1
            return true
        }

        mutating func refill(at now: ContinuousClock.Instant) {
            let steps = max(0, Int((now - since) / queryPause))
            left = min(queryLimit, left + steps)
            since = left == queryLimit ? now : since + queryPause * steps
        }

        var isFull: Bool { left == queryLimit }
    }

    private var counts: [Subject: Count] = [:]
    /// What each caller may still have recorded, while that is less than all.
    private var budgets: [AuditOccurrence.Caller: Budget] = [:]
    private var addresses = 0

    /// Counts an occurrence.
    ///
    /// - Returns: false if it must be recorded itself.
    mutating func count(_ what: AuditOccurrence.What, at now: ContinuousClock.Instant) -> Bool {
        guard let subject = subject(of: what) else { return false }
        // The trail names every study that was seen: beyond the bounds, each access is recorded.
        if case .access = subject, counts[subject] == nil, counts.count >= AuditInbox.limit { return false }
        if counts[subject] != nil {
            counts[subject]?.more += 1
            return true
        }
        if isRecorded(subject, at: now) {
            counts[subject] = Count(since: now)
            if case .refusal = subject { addresses += 1 }
            return false
        }
        let others = subject.others(isKnown: { budgets[$0] != nil })
        counts[others, default: Count(since: now)].more += 1
        return true
    }

    /// Whether a new subject is told apart, within the bounds of the trail and of the memory: a query has up to 4 KiB.
    private mutating func isRecorded(_ subject: Subject, at now: ContinuousClock.Instant) -> Bool {
        switch subject {
        case .refusal: return addresses < Self.addressLimit
        case .query(let caller, _):
            guard counts.count < AuditInbox.limit, budgets[caller] != nil || budgets.count < Self.callerLimit else {
                return false
            }
            return budgets[caller, default: Budget(at: now)].take(at: now)
        case .store: return counts.count < AuditInbox.limit
        case .access, .change: return true
        case .otherRefusals, .otherQueries, .otherStores: return false
        }
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
        for caller in budgets.keys { budgets[caller]?.refill(at: now) }
        budgets = budgets.filter { !$0.value.isFull }
        return due.sorted { $0.count.since < $1.count.since }.map { Self.repeated($0.subject, $0.count.more) }
    }

    /// The subject under which an occurrence is counted; nil if it is always recorded.
    private func subject(of what: AuditOccurrence.What) -> Subject? {
        switch what {
        case .rejected(let caller, _): .refusal(address: caller.address)
        case .notAuthenticated(let address, _): .refusal(address: address)
        case .queried(let caller, let query): .query(caller, query)
        case .changeRefused(let account, let change, _): .change(account: account, change)
        case .storeRefused(let caller, let refusal): .store(caller, study: refusal.studyInstanceUID ?? "")
        case .accessed(let caller, let retrieval): .access(caller, study: retrieval.studyInstanceUID)
        default: nil
        }
    }

    private mutating func forget(_ subject: Subject) {
        counts[subject] = nil
        if case .refusal = subject { addresses -= 1 }
    }

    private static func repeated(_ subject: Subject, _ count: Int) -> AuditOccurrence.What {
        switch subject {
        case .refusal(let address): .refusedAgain(address: address, count: count)
        case .otherRefusals: .refusedAgain(address: nil, count: count)
        case .query(let caller, let query): .queriedAgain(by: caller, query, count: count)
        case .otherQueries(let caller): .queriedAgain(by: caller ?? .others, nil, count: count)
        case .store(let caller, let study):
            .storeRefusedAgain(by: caller, studyInstanceUID: study.isEmpty ? nil : study, count: count)
        case .otherStores(let caller): .storeRefusedAgain(by: caller, studyInstanceUID: nil, count: count)
        case .change(let account, let change): .changeRefusedAgain(account: account, change: change, count: count)
        case .access(let caller, let study): .accessedAgain(by: caller, studyInstanceUID: study, count: count)
        }
    }
}
