import Administration
import DICOMNetwork
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
    /// What the running daemon uses: version, AE title, ports and start; nil while it is not running.
    let running: Running?
    let configuration: ConfigurationState
    /// What is wrong now: what stops everything first, then what is open, the latest first.
    let problems: [Problem]
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
    /// Callers that were refused, or of which an object was refused, within the last day; the latest first.
    let refusals: [Refusal]
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

    struct Running: Codable {
        let version: String
        let aeTitle: String
        let port: UInt16?
        let securePort: UInt16?
        let startedAt: Date
        /// Name and version of the model that the reporter has loaded; nil while it has none.
        let model: String?

        init(_ report: RunningReport, reporterLock: String, reporter: Int32?) {
            version = report.version
            aeTitle = report.aeTitle
            port = report.port
            securePort = report.securePort
            startedAt = report.startedAt
            model = reporter.flatMap { LockFile.note(at: reporterLock, by: $0) }
                .map { String($0.drop { $0 != " " }.dropFirst()) }
        }
    }

    struct Disk: Codable {
        let freeBytes: Int
        /// C-STORE is refused while less than this is free.
        let reserveBytes: Int
    }

    init(
        of workList: WorkListStore, _ configuration: DaemonConfiguration, _ state: ConfigurationState,
        _ report: RunningReport?
    ) throws {
        let directory = configuration.stateDirectory
        self.configuration = state
        let counts = try workList.countsByState()
        daemon = .init(lock: WorkListStore.daemonLockPath(in: directory))
        reporter = .init(lock: WorkListStore.reporterLockPath(in: directory))
        running = report.map { [reporter] in
            Running($0, reporterLock: WorkListStore.reporterLockPath(in: directory), reporter: reporter.pid)
        }
        studies = Dictionary(uniqueKeysWithValues: WorkItemState.allCases.map { ($0.rawValue, counts[$0] ?? 0) })
        oldestWaitingSince = try workList.oldestWaiting()
        outbox = try workList.outboxDestinations()
        disk = .init(
            freeBytes: try Directory.freeBytes(at: directory),
            reserveBytes: (Int(report?.settings["storage.reserve_megabytes"] ?? "") ?? configuration.reserveMegabytes)
                << 20)
        stageSeconds = try workList.stageMedians()
        let open = try workList.openIncidents(limit: WorkListStore.incidentLimit)
        lastErrors = Array(open.prefix(10))
        refusals = try workList.refusals()
        headers = try workList.headerReading()
        reportsToConfirm = try workList.waitingReportCount()
        unknownPeers = report?.settings["dicom.unknown_peers"] ?? configuration.unknownPeers.rawValue
        problems = Self.problems(
            open, daemon: daemon, disk: disk, state, configuration, fault: try Self.fault(of: workList))
    }

    /// Returns the first fault of the work list that is found within a second, because a monitor may ask each minute. A large
    /// work list is not checked; `thoraxctl check` checks all of it.
    private static func fault(of workList: WorkListStore) throws -> WorkListError? {
        let path = WorkListStore.path(in: workList.files.stateDirectory)
        guard let bytes = FileStatus(path)?.byteCount, bytes <= 256 << 20 else { return nil }
        var limits = ReadBudget.Limits()
        (limits.steps, limits.time) = (.max, .seconds(1))
        do {
            // A small work list takes milliseconds and needs no limit.
            return try workList.firstFault(within: bytes <= 4 << 20 ? nil : ReadBudget(limits))
                .map { .damaged(path: path, message: $0) }
        } catch is ReadBudget.Exceeded {
            return nil
        }
    }
}
