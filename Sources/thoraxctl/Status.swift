import DICOMNetwork
import Daemon
import Delivery
import Foundation
import Platform
import Review
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// The status, as `thoraxctl status --json` prints it.
struct Status: Codable {
    let daemon: Process
    let reporter: Process
    /// The number of studies in each state, including zeros.
    let studies: [String: Int]
    let oldestWaitingSince: Date?
    let outbox: [OutboxDestination]
    let disk: Disk
    /// The median time of each stage over the latest 100 drafts, in seconds; empty before the first draft.
    let stageSeconds: [String: Double]
    /// What is open, newest first: incidents whose cause is not gone, and events of the last day.
    let lastErrors: [OpenIncident]
    /// How far the headers of stored objects have been read again; absent when none is left to read.
    let headers: HeaderReading?
    /// Signed reports that were sent back and wait for confirmation.
    let reportsToConfirm: Int
    /// The handling of callers that are not configured peers: `refuse` or `learn`.
    let unknownPeers: String

    struct Process: Codable {
        let isRunning: Bool
        let pid: Int32?

        init(lock: String) {
            pid = LockFile.holder(at: lock)
            isRunning = pid != nil
        }
    }

    struct Disk: Codable {
        let freeBytes: Int
        /// C-STORE is refused while less than this is free.
        let reserveBytes: Int
    }

    init(of workList: WorkListStore, _ configuration: DaemonConfiguration) throws {
        let directory = configuration.stateDirectory
        let counts = try workList.countsByState()
        daemon = .init(lock: WorkListStore.daemonLockPath(in: directory))
        reporter = .init(lock: WorkListStore.reporterLockPath(in: directory))
        studies = Dictionary(uniqueKeysWithValues: WorkItemState.allCases.map { ($0.rawValue, counts[$0] ?? 0) })
        oldestWaitingSince = try workList.oldestWaiting()
        outbox = try workList.outboxDestinations()
        disk = .init(
            freeBytes: try Directory.freeBytes(at: directory), reserveBytes: configuration.reserveMegabytes << 20)
        stageSeconds = Self.medians(of: try workList.stageSeconds(limit: 100))
        lastErrors = try workList.openIncidents(limit: 10)
        headers = try workList.headerReading()
        reportsToConfirm = try workList.waitingReportCount()
        unknownPeers = configuration.unknownPeers.rawValue
    }

    private static func medians(of drafts: [[String: Double]]) -> [String: Double] {
        Dictionary(grouping: drafts.flatMap(\.self), by: \.key).mapValues { stage in
            let seconds = stage.map(\.value).sorted()
            return (seconds[(seconds.count - 1) / 2] + seconds[seconds.count / 2]) / 2
        }
    }
}
