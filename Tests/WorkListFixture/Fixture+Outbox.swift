import DICOMCore
package import Delivery
package import Foundation
import GRDB
import WorkList
import WorkListDatabase

extension Fixture {
    /// Stores produced reports `1.s.9.1` … `1.s.9.count` and puts each in line for every destination.
    package func produce(_ count: Int, study: Int = 1, for destinations: [String] = ["archive"], at now: Date = .now)
        throws
    {
        try workList.write { db in
            for number in 1...count {
                var header = InstanceHeader(
                    sopClassUID: "1.2.840.10008.5.1.4.1.1.88.11", sopInstanceUID: "1.\(study).9.\(number)",
                    studyInstanceUID: "1.\(study)", seriesInstanceUID: "1.\(study).9",
                    transferSyntaxUID: "1.2.840.10008.1.2")
                header.modality = "SR"
                header.patientName = "DOE^JANE"
                let rows = try header.storeStudyAndSeries(in: db)
                let instanceRow = try header.storeInstance(
                    seriesRow: rows.seriesRow, path: "instances/\(study)-\(number).dcm", byteCount: 10,
                    sha256: [UInt8](repeating: 1, count: 32), origin: "produced", callingAETitle: nil,
                    at: now.milliseconds, in: db)
                for destination in destinations {
                    try WorkListStore.enqueue(instanceRow: instanceRow, for: destination, at: now, in: db)
                }
            }
        }
    }

    /// States of the rows of a destination, oldest first.
    package func outboxStates(_ destination: String = "archive") throws -> [OutboxState] {
        try workList.read {
            try workList.jobs(
                JobQuery<OutboxRow>("outbox.destination = ?", [destination], orderedBy: "outbox.id"), in: $0)
        }
        .map(\.state)
    }
}
