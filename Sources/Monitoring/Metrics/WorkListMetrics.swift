import Administration
import Commitment
import Delivery
import FoundationEssentials
import Review
import Synchronization
import WorkList
import WorkListDatabase

/// Metrics read from the rows of the work list.
///
/// Gauges show the current rows. Counters of events (drafts, verdicts, incidents) count the rows added since the
/// process started, as usual for counters: Prometheus handles restarts.
final class WorkListMetrics: Sendable {
    private struct Counts {
        var mark: ArrivalMark
        var stages: [String: HistogramValue] = [:]
        var drafts = ["offered": 0.0, "abstained": 0.0]
        var reviews = Dictionary(uniqueKeysWithValues: ReviewVerdict.allCases.map { ($0.rawValue, 0.0) })
        var reviewSeconds = HistogramValue(bounds: MetricList.reviewSeconds.bounds)
        var changedWords = HistogramValue(bounds: MetricList.changedWords.bounds)
        var incidents: [String: Double] = [:]
    }

    /// The stages that the reporter measures; any other stage in a row is ignored.
    private static let stages: Set<String> = ["decode", "preprocess", "encoder", "decoder", "sr"]
    /// Maximum number of incident sources with their own series.
    private static let sourceLimit = 20
    /// Maximum number of destinations and commitment peers shown, because those of earlier configurations stay in the
    /// rows.
    private static let peerLimit = 200

    private let workList: WorkListStore
    private let counts: Mutex<Counts>

    init(_ workList: WorkListStore) throws {
        self.workList = workList
        counts = Mutex(Counts(mark: try workList.arrivalMark()))
    }

    /// Reads the rows. Blocks; the cost does not grow with the size of the work list.
    func families(at now: Date) throws -> [MetricFamily] {
        let statistics = try workList.statistics()
        try count()
        return Self.families(of: statistics, at: now) + Self.families(of: counts.withLock { $0 })
    }

    private func count() throws {
        var mark = counts.withLock { $0.mark }
        let drafts = try workList.newDrafts(since: &mark)
        let reviews = try workList.newReviews(since: &mark)
        let sources = try workList.newIncidentSources(since: &mark)
        counts.withLock { counts in
            counts.mark = mark
            for draft in drafts {
                counts.drafts[draft.isAbstained ? "abstained" : "offered", default: 0] += 1
                for (stage, seconds) in draft.secondsByStage where Self.stages.contains(stage) {
                    counts.stages[stage, default: HistogramValue(bounds: MetricList.stages.bounds)].observe(seconds)
                }
            }
            for review in reviews {
                counts.reviews[review.verdict.rawValue, default: 0] += 1
                if let seconds = review.secondsOpen { counts.reviewSeconds.observe(seconds) }
                if let words = review.wordsChanged { counts.changedWords.observe(Double(words)) }
            }
            for source in sources {
                let isKnown = counts.incidents[source] != nil || counts.incidents.count < Self.sourceLimit
                counts.incidents[isKnown ? source : "other", default: 0] += 1
            }
        }
    }

    private static func families(of statistics: WorkListStatistics, at now: Date) -> [MetricFamily] {
        func age(_ date: Date?) -> Double { date.map { max(0, now.timeIntervalSince($0)) } ?? 0 }
        let outbox = statistics.outbox.prefix(peerLimit * OutboxState.allCases.count)
        let waiting = Dictionary(grouping: outbox, by: \.destination).mapValues { $0.compactMap(\.oldest).min() }
        return [
            MetricFamily(
                MetricList.studies, by: "state", statistics.studies.map { ($0.state.rawValue, Double($0.count)) }),
            MetricFamily(
                MetricList.oldestStudy, by: "state",
                statistics.studies.map { ($0.state.rawValue, age($0.oldestChange)) }),
            MetricFamily(MetricList.held, Double(statistics.held)),
            MetricFamily(
                MetricList.outbox,
                outbox.map {
                    .init([("destination", $0.destination), ("state", $0.state.rawValue)], Double($0.count))
                }),
            MetricFamily(
                MetricList.oldestDelivery, by: "destination",
                waiting.sorted { $0.key < $1.key }.map { ($0.key, age($0.value)) }),
            MetricFamily(
                MetricList.commitments,
                statistics.commitments.prefix(peerLimit * CommitmentTransaction.State.allCases.count).map {
                    .init(
                        [("direction", $0.direction.rawValue), ("peer", $0.peer), ("state", $0.state.rawValue)],
                        Double($0.count))
                }),
            MetricFamily(MetricList.quarantined, Double(statistics.quarantined)),
            MetricFamily(MetricList.auditMessages, Double(statistics.audit.messages)),
            MetricFamily(MetricList.auditBytes, Double(statistics.audit.bytes)),
            MetricFamily(MetricList.auditRecorded, Double(statistics.audit.recorded)),
            MetricFamily(MetricList.auditRecordedBytes, Double(statistics.audit.recordedBytes)),
        ]
    }

    private static func families(of counts: Counts) -> [MetricFamily] {
        [
            MetricFamily(
                MetricList.drafts, by: "outcome", counts.drafts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
            MetricFamily(
                MetricList.stages,
                counts.stages.sorted { $0.key < $1.key }.map {
                    .init(labels: [.init(name: "stage", value: $0.key)], value: .histogram($0.value))
                }),
            MetricFamily(
                MetricList.reviews, by: "verdict",
                counts.reviews.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
            MetricFamily(
                MetricList.reviewSeconds, [.init(labels: [], value: .histogram(counts.reviewSeconds))]),
            MetricFamily(
                MetricList.changedWords, [.init(labels: [], value: .histogram(counts.changedWords))]),
            MetricFamily(
                MetricList.incidents, by: "source",
                counts.incidents.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
        ]
    }
}
