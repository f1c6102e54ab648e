import Administration
import Delivery
import Foundation
import Platform
import Review
import WorkList
import WorkListDatabase

/// Status of the node for administrators, with the facts of `thoraxctl status --json`. It names no patient.
struct NodeView: Encodable {
    struct Running: Encodable {
        let version: String
        let aeTitle: String
        let port: UInt16?
        let securePort: UInt16?
        let startedAt: Date
        let model: String?
    }

    struct Disk: Encodable {
        let freeBytes: Int
        /// Images are refused while less than this is free.
        let reserveBytes: Int
    }

    /// A refused caller that is not a configured peer.
    struct UnknownCaller: Encodable {
        let callingAETitle: String
        let address: String
        let at: Date
        let reason: String
        /// Entry under `peers:` of the configuration that admits the caller; nil if its AE title is invalid.
        let entry: String?
    }

    let running: Running
    /// The number of studies in each state, including zeros.
    let studies: [String: Int]
    let oldestWaitingSince: Date?
    let outbox: [OutboxDestination]
    let disk: Disk
    /// Medians over the latest hundred drafts, in seconds.
    let stageSeconds: [String: Double]
    /// Incidents that last and events of the last day, newest first; at most 20.
    let lastErrors: [OpenIncident]
    /// What is wrong now: every incident that lasts, and the clock.
    let problems: [NodeProblem]
    let refusals: [Refusal]
    let unknownCallers: [UnknownCaller]
    /// Progress of reading stored headers again; nil when finished.
    let headers: HeaderReading?
    /// Number of returned reports that wait for confirmation.
    let reportsToConfirm: Int

    /// Reads the status. Blocks.
    init(_ parts: PageParts) throws {
        let workList = parts.workList
        let node = parts.node
        running = Running(
            version: node.version, aeTitle: node.aeTitle, port: node.port, securePort: node.securePort,
            startedAt: node.startedAt, model: node.model())
        let counts = try workList.countsByState()
        studies = Dictionary(uniqueKeysWithValues: WorkItemState.allCases.map { ($0.rawValue, counts[$0] ?? 0) })
        oldestWaitingSince = try workList.oldestWaiting()
        outbox = try workList.outboxDestinations()
        disk = Disk(
            freeBytes: try Directory.freeBytes(at: workList.files.stateDirectory), reserveBytes: node.reservedBytes)
        stageSeconds = try workList.stageMedians()
        let open = try workList.openIncidents(limit: 1000)
        lastErrors = Array(open.prefix(20))
        let clock = NodeProblem.clock(
            at: Date(), latest: try workList.latestTime(), isSynchronized: SystemClock.isSynchronized)
        problems = open.filter(\.isLasting).map { NodeProblem($0) } + [clock].compactMap(\.self)
        refusals = try workList.refusals()
        unknownCallers = try workList.callers().filter { $0.peer == nil }.compactMap { caller in
            guard let at = caller.refusedAt, let reason = caller.refusal else { return nil }
            let entry = PeerEntry(caller) { $0.lastSeenAt.formatted(.iso8601) }
            return UnknownCaller(
                callingAETitle: caller.callingAETitle, address: caller.address, at: at, reason: reason,
                entry: entry?.yaml)
        }.sorted { $0.at > $1.at }
        headers = try workList.headerReading()
        reportsToConfirm = try workList.waitingReportCount()
    }
}
