import DICOMCore
import Foundation
import Logging
import Platform
import Synchronization
import WorkList
import WorkListDatabase

@testable import Monitoring

/// What there is to watch, without a daemon: a work list in a directory that is gone with it.
final class WatchedNode {
    let directory: String
    let workList: WorkListStore
    let isListening = Flag(true)
    let isDrafting = Flag(true)
    private let reporterLock: LockFile

    /// Set and read from any thread.
    final class Flag: Sendable {
        private let state: Atomic<Bool>
        init(_ isSet: Bool) { state = Atomic(isSet) }
        var isSet: Bool {
            get { state.load(ordering: .relaxed) }
            set { state.store(newValue, ordering: .relaxed) }
        }
    }

    init() throws {
        directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        workList = try WorkListStore(stateDirectory: directory)
        reporterLock = try LockFile(at: WorkListStore.reporterLockPath(in: directory))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func parts(
        reserveBytes: Int = 1, stuck: [String] = [], expiry: Date? = nil
    ) -> MonitoredParts {
        let (isListening, isDrafting) = (isListening, isDrafting)
        return MonitoredParts(
            workList: workList, reserveBytes: reserveBytes, isListening: { isListening.isSet },
            whyNoDrafts: { isDrafting.isSet ? nil : "it ended" },
            stuckLoops: { stuck }, certificateExpiry: { expiry }, version: "TEST", model: #"a "model" 1"#)
    }

    func monitor(_ parts: MonitoredParts? = nil, registry: MetricsRegistry = MetricsRegistry()) throws -> Monitor {
        try Monitor(parts ?? self.parts(), registry: registry, logger: Logger(label: "test"))
    }

    /// Admits an image of a study of a patient whose name must be seen nowhere.
    func admit(study: Int) throws {
        var header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "1.\(study).1.1",
            studyInstanceUID: "1.\(study)", seriesInstanceUID: "1.\(study).1",
            transferSyntaxUID: "1.2.840.10008.1.2.1")
        header.patientID = "P\(study)"
        header.patientName = "DOE^JANE"
        guard let title = AETitle("MODALITY1") else { preconditionFailure("MODALITY1 is an AE title") }
        _ = try workList.admit(
            header, path: "instances/\(study).dcm",
            contents: DurableFile.Contents(byteCount: 10, sha256: [UInt8](repeating: 1, count: 32)),
            callingAETitle: title, settleAt: .now + 3600)
    }

    /// Drafts a study as the reporter would have.
    func draft(study: Int, stageSeconds: String = #"{"decode": 0.5, "surprise": 1}"#) throws {
        try admit(study: study)
        for settled in try workList.studiesToSettle(at: .now + 7200) {
            _ = try workList.settle(settled, as: .settled, eligible: settled.images.map(\.instance.sopInstanceUID))
        }
        guard let claim = try workList.claim(by: getpid(), at: .now + 7200) else { return }
        var header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.88.11", sopInstanceUID: "1.\(study).9.1",
            studyInstanceUID: "1.\(study)", seriesInstanceUID: "1.\(study).9", transferSyntaxUID: "1.2.840.10008.1.2")
        header.modality = "SR"
        try workList.store(
            WorkListStore.NewDraft(
                documents: [
                    WorkListStore.NewDocument(
                        form: .basicTextSR, header: header, path: "instances/\(study)-9.dcm",
                        contents: DurableFile.Contents(byteCount: 10, sha256: [UInt8](repeating: 2, count: 32)),
                        destinations: ["archive"])
                ],
                report: "{}", modelName: "m", modelVersion: "1", weightsSHA256: "0", stageSeconds: stageSeconds),
            for: claim)
    }
}
