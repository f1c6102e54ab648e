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

    package func concernsRepetition(of header: InstanceHeader, from peer: SendingPeer?) -> Bool {
        header.isSignedReport && peer?.maySign == true
    }

    /// Has a report read that was set aside because its sender might not sign, if a peer that may sends it again.
    package func applyAgain(
        to header: InstanceHeader, from peer: SendingPeer?, at now: Date, in db: Database, of workList: WorkListStore
    ) throws {
        guard let peer else { return }
        let refused = JobQuery<ReturnedReport>(
            """
            instance.sopInstanceUID = ? AND NOT returnedReport.maySign
                AND returnedReport.state IN ('pending', 'setAside')
            """, [header.sopInstanceUID])
        for report in try workList.jobs(refused, limit: 1, in: db) {
            try report.apply(
                .sentAgain, at: now, notBefore: now,
                setting: [
                    ReturnedReport.Columns.peer.rawValue: peer.name,
                    ReturnedReport.Columns.maySign.rawValue: true,
                    // The bound of what an unread report holds up counts from here.
                    "createdAt": now.milliseconds,
                ], in: db)
        }
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
