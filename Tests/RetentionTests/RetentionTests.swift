import Auditing
import DICOMCore
import Foundation
import Logging
import Platform
import TestHarness
import Testing

@testable import Retention
@testable import WorkList
@testable import WorkListDatabase

/// The rules over a work list on a small disk of its own.
@Suite(.blocking) struct RetentionTests {
    /// A disk of so many megabytes, unmounted when it goes; none where this user may not mount one.
    private final class SmallDisk {
        let path = NSTemporaryDirectory() + "thoraxd-disk-\(UUID().uuidString)"

        init?(megabytes: Int) throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            let mounted = try run("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", path])
            guard mounted.status == 0 else { return nil }
        }

        deinit {
            _ = try? run("/usr/bin/umount", ["--lazy", path])
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// Study `1.n`, so many megabytes, ineligible since day n; the trail knows of it.
    private func add(_ number: Int, megabytes: Int = 1, to workList: WorkListStore) throws {
        var header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "1.\(number).1.1",
            studyInstanceUID: "1.\(number)", seriesInstanceUID: "1.\(number).1", transferSyntaxUID: "1.2.840.10008.1.2")
        header.patientID = "P\(number)"
        let calling = try #require(AETitle("MODALITY1"))
        let path = try workList.files.newInstancePath()
        let day = Date(timeIntervalSince1970: Double(number) * 86_400)
        try Data(count: megabytes << 20).write(to: URL(filePath: workList.files.absolute(path)))
        _ = try workList.admit(
            header, path: path,
            contents: .init(byteCount: megabytes << 20, sha256: [UInt8](repeating: UInt8(number), count: 32)),
            callingAETitle: calling, settleAt: day, at: day)
        for study in try workList.studiesToSettle() {
            _ = try workList.settle(study, as: .foundIneligible(reason: "a foot"), eligible: [], at: day)
        }
        _ = try workList.extendAuditTrail(
            with: [], of: AuditSource(aeTitle: "T", host: "h", processID: 1, peers: [:]))
    }

    private func studies(_ workList: WorkListStore) throws -> Int { try workList.countsByState().values.reduce(0, +) }

    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test func `what is old goes, and a plan removes nothing`() throws {
        let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let workList = try WorkListStore(stateDirectory: directory)
        for number in 1...50 { try add(number, to: workList) }
        var policy = RetentionPolicy()
        policy.ineligibleDays = 10
        let retention = RetentionSweep(policy, workList: workList)
        let now = Date(timeIntervalSince1970: 40.5 * 86_400)
        let plan = try retention.plan(at: now)
        #expect(plan.removable["age"]?.studies == 30)
        #expect(plan.kept == ["young": 20])
        #expect(try studies(workList) == 50)
        let report = try retention.run(by: "retention", at: now)
        #expect(report == plan)
        #expect(try studies(workList) == 20)
        #expect(try workList.lastRetentionRun() == RetentionRun(at: now, report.removal))
        #expect(try workList.acts().count == 30)
    }

    @Test func `over the high watermark the oldest go until the low one, and a full disk is told once`() throws {
        guard let disk = try SmallDisk(megabytes: 32) else {
            print("skipped: this user may not mount a tmpfs")
            return
        }
        let workList = try WorkListStore(stateDirectory: disk.path + "/state")
        for number in 1...24 { try add(number, to: workList) }
        var policy = RetentionPolicy()
        policy.highWatermarkPercent = 70
        policy.lowWatermarkPercent = 50
        let retention = RetentionSweep(policy, workList: workList)
        let now = Date(timeIntervalSince1970: 25 * 86_400)
        let plan = try retention.plan(at: now)
        let watch = DiskWatch(retention: retention, reservedBytes: 12 << 20, workList: workList, logger: logger)
        watch.look(at: now)
        let left = try studies(workList)
        #expect((8..<20).contains(left), "\(left)")
        #expect(plan.removable["watermark"]?.studies == 24 - left)
        #expect(plan.missingBytes == 0)
        #expect(try retention.bytesToFree() == 0)
        #expect(try workList.acts().first?.studyInstanceUID == "1.1")
        #expect(try workList.acts().first?.detail["cause"] == "watermark")
        let files = FileManager.default.enumerator(atPath: disk.path + "/state/instances")
        #expect((files?.allObjects as? [String] ?? []).count { $0.hasSuffix(".dcm") } == left)
        // Less than the reserve was free at the first look.
        watch.look(at: now)
        watch.look(at: now)
        #expect(try workList.incidents(limit: 9).filter { $0.message.contains("A700") }.count == 1)
    }

    @Test func `what may not go is said once, with what is missing`() throws {
        guard let disk = try SmallDisk(megabytes: 32) else {
            print("skipped: this user may not mount a tmpfs")
            return
        }
        let workList = try WorkListStore(stateDirectory: disk.path + "/state")
        for number in 1...20 { try add(number, to: workList) }
        let held = try run(
            "/usr/bin/sqlite3",
            [
                WorkListStore.path(in: disk.path + "/state"),
                "UPDATE workItem SET heldAt = 1, heldBy = 'x', holdReason = 'x'",
            ])
        #expect(held.status == 0, "\(held.output)")
        var policy = RetentionPolicy()
        policy.highWatermarkPercent = 50
        policy.lowWatermarkPercent = 40
        let retention = RetentionSweep(policy, workList: workList)
        let now = Date(timeIntervalSince1970: 25 * 86_400)
        #expect(try retention.plan(at: now).missingBytes > 1 << 20)
        let watch = DiskWatch(retention: retention, reservedBytes: 1 << 20, workList: workList, logger: logger)
        for _ in 1...3 { watch.look(at: now) }
        #expect(try studies(workList) == 20)
        #expect(try workList.incidents(limit: 9).filter { $0.message.contains("high watermark") }.count == 1)
    }
}
