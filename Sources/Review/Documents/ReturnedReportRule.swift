package import DICOMCore
package import FoundationEssentials
package import GRDB
import WorkList
package import WorkListDatabase

/// Records signed reports on studies with a draft, so that the reporter process reads them.
package struct ReturnedReportRule: AdmissionRule {
    package init() {}

    package func apply(
        to header: InstanceHeader, from peer: SendingPeer?, instanceRow: Int64, studyRow: Int64, at now: Date,
        in db: Database
    ) throws {
        guard header.isSignedReport else { return }
        try db.execute(
            sql: """
                INSERT INTO returnedReport (instanceRow, peer, maySign, notBefore, createdAt, changedAt)
                SELECT ?1, ?4, ?5, ?2, ?2, ?2 WHERE EXISTS (
                    SELECT 1 FROM draft JOIN workItem ON workItem.id = draft.workItemRow WHERE workItem.studyRow = ?3)
                """,
            arguments: [instanceRow, now.milliseconds, studyRow, peer?.name, peer?.maySign ?? false])
    }
}

extension InstanceHeader {
    private static let reports: Set<String> = Set(
        [SOPClass.basicTextSR, SOPClass.enhancedSR, SOPClass.comprehensiveSR, SOPClass.comprehensive3DSR]
            .map(\.description))

    /// Whether the object is a structured report marked complete and verified (PS3.3 C.17.2).
    var isSignedReport: Bool {
        completionFlag == "COMPLETE" && verificationFlag == "VERIFIED" && Self.reports.contains(sopClassUID)
    }
}
