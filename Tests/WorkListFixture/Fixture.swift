package import DICOMCore
package import Foundation
import GRDB
package import Platform
import Review
package import WorkList
package import WorkListDatabase

/// A work list in a directory that is gone with it.
package final class Fixture {
    package let directory: String
    package let workList: WorkListStore

    package init() throws {
        directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        workList = try WorkListStore(stateDirectory: directory)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    package static let calling = AETitle("MODALITY1") ?? { fatalError("a valid AE title") }()

    /// A header of a chest radiograph: study `1.s`, series `1.s.1`, instance `1.s.1.i`.
    package static func header(study: Int = 1, instance: Int = 1) -> InstanceHeader {
        var header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "1.\(study).1.\(instance)",
            studyInstanceUID: "1.\(study)", seriesInstanceUID: "1.\(study).1",
            transferSyntaxUID: "1.2.840.10008.1.2.1")
        header.patientID = "P\(study)"
        header.patientName = "DOE^JANE"
        header.modality = "DX"
        header.bodyPartExamined = "CHEST"
        header.instanceNumber = instance
        return header
    }

    /// SQL for a schema of any version: study `1.1` with one instance, row 7.
    package static func rows(ofInstance origin: String) -> String {
        """
        INSERT INTO study (id, studyInstanceUID) VALUES (1, '1.1');
        INSERT INTO series (id, studyRow, seriesInstanceUID) VALUES (1, 1, '1.1.9');
        INSERT INTO instance (id, seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, path,
            byteCount, sha256, origin, storedAt)
        VALUES (7, 1, '1.1.9.1', '1.2', '1.2', 'p', 1, zeroblob(32), '\(origin)', 1);
        """
    }

    package static func contents(_ byte: UInt8 = 1) -> DurableFile.Contents {
        DurableFile.Contents(byteCount: 10, sha256: [UInt8](repeating: byte, count: 32))
    }

    /// Admits an image that settles at once.
    @discardableResult package func admit(
        study: Int = 1, instance: Int = 1, byte: UInt8 = 1, settleAt: Date = .now, at now: Date = .now
    ) throws -> WorkListStore.Standing {
        try workList.admit(
            Self.header(study: study, instance: instance), path: "instances/\(study)-\(instance)-\(byte).dcm",
            contents: Self.contents(byte), callingAETitle: Self.calling, settleAt: settleAt, at: now)
    }

    /// Gives the oldest study images like its first until it has `number`; the UIDs end in their numbers.
    package func fill(upTo number: Int) throws {
        try workList.write { db in
            try db.execute(
                sql: """
                    INSERT INTO instance (seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, path, byteCount,
                        sha256, origin, storedAt)
                    WITH RECURSIVE number (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
                    SELECT seriesRow, sopInstanceUID || '.' || n, sopClassUID, transferSyntaxUID, path || n, byteCount,
                        sha256, origin, storedAt
                    FROM number, (SELECT * FROM instance ORDER BY id LIMIT 1)
                    """, arguments: [number])
        }
    }

    /// A peer that may sign.
    package static let station = SendingPeer(name: "station", maySign: true)

    /// Admits an instance of any header.
    package func admit(
        _ header: InstanceHeader, from peer: SendingPeer? = Fixture.station, at now: Date = .now
    ) throws {
        _ = try workList.admit(
            header, path: "instances/\(header.sopInstanceUID).dcm", contents: Self.contents(),
            callingAETitle: Self.calling, from: peer, settleAt: now, rules: [ReturnedReportRule()], at: now)
    }

    /// Admits an image and queues its study.
    package func queue(study: Int = 1) throws {
        try admit(study: study)
        for settled in try workList.studiesToSettle() {
            _ = try workList.settle(
                settled, as: .settled, eligible: settled.images.map(\.instance.sopInstanceUID))
        }
    }

    /// A draft in these forms; series `study.9`, `study.10` and so on, instances numbered by revision.
    package func draft(
        of claim: WorkListStore.Claim, forms: [ReportForm] = [.basicTextSR], destinations: [String] = [],
        report: String = #"{"findings": []}"#, attention: DraftAttention? = nil
    ) -> WorkListStore.NewDraft {
        let documents = forms.enumerated().map { index, form in
            let series = "\(claim.studyInstanceUID).\(9 + index)"
            var header = InstanceHeader(
                sopClassUID: "1.2.840.10008.5.1.4.1.1.88.11", sopInstanceUID: "\(series).\(claim.workItem.revision)",
                studyInstanceUID: claim.studyInstanceUID, seriesInstanceUID: series,
                transferSyntaxUID: "1.2.840.10008.1.2")
            header.modality = "SR"
            return WorkListStore.NewDocument(
                form: form, header: header, path: "instances/\(header.sopInstanceUID).dcm", contents: Self.contents(),
                destinations: destinations)
        }
        return WorkListStore.NewDraft(
            documents: documents,
            report: report, modelName: "test", modelVersion: "1", weightsSHA256: "00",
            stageSeconds: #"{"decode": 0.5}"#, attention: attention)
    }

    /// The only work item's state, attempt, revision and reason.
    package func item() throws -> (state: WorkItemState, attempt: Int, revision: Int, reason: String?) {
        let found = try workList.read {
            try WorkItem.fetchOne($0, sql: "SELECT * FROM workItem ORDER BY changedAt DESC, id DESC")
        }
        guard let item = found else { fatalError("no work item") }
        return (item.state, item.attempt, item.revision, item.reason)
    }
}
