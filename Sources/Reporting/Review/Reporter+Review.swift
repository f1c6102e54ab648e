import FoundationEssentials
import Glibc
import Logging
import Review
import WorkList
import WorkListDatabase

/// What follows a review: its documents, and the signed reports that come back.
extension Reporter {
    /// Writes the documents of the verdict that has waited longest.
    ///
    /// - Returns: false when none waits.
    func writeNextVerdict(_ documents: SuccessorDocuments) throws -> Bool {
        guard let claim = try workList.claimReviewDocuments(by: getpid()) else { return false }
        let metadata: Logger.Metadata = [
            "study.uid": "\(claim.studyInstanceUID)", "verdict": "\(claim.review.verdict.rawValue)",
            "attempt": "\(claim.review.attempt)",
        ]
        let handBack: @Sendable () throws -> Void = { [workList] in try workList.handBack(claim, notBefore: Date()) }
        try work(handingBack: handBack) {
            do {
                let written = try documents.write(claim)
                do {
                    try workList.store(written.documents, for: claim)
                } catch {
                    documents.writer.remove(written.documents)
                    throw error
                }
                for omission in written.omissions { report(omission, metadata) }
                logger.info(
                    "verdict documented",
                    metadata: metadata.merging(["documents": "\(written.documents.count)"]) { $1 })
            } catch WorkItemError.claimLost {
                logger.info("documents of a verdict dropped: it is no longer ours", metadata: metadata)
            } catch {
                let verdict = AttemptVerdict(error)
                incidents.report("a verdict has no documents", error, metadata: metadata)
                let notBefore = Date() + verdict.delay
                if case .attemptFailed(let reason, let isPermanent) = verdict.event {
                    try workList.end(claim, reason: reason, isPermanent: isPermanent, notBefore: notBefore)
                } else {
                    try workList.handBack(claim, notBefore: notBefore)
                }
            }
        }
        return true
    }

    /// Reads the signed report that has waited longest.
    ///
    /// - Returns: false when none waits.
    func readNextReturnedReport(_ reading: ReturnedReportReading) throws -> Bool {
        guard let returned = try workList.claimReturnedReport(by: getpid()) else { return false }
        let metadata: Logger.Metadata = [
            "study.uid": "\(returned.studyInstanceUID)", "sop.uid": "\(returned.sopInstanceUID)",
            "peer": "\(returned.callingAETitle)",
        ]
        let handBack: @Sendable () throws -> Void = { [workList] in try workList.handBack(returned, notBefore: Date()) }
        try work(handingBack: handBack) {
            do {
                let outcome = try reading.outcome(of: returned)
                try workList.resolve(returned, as: outcome, deliveringTo: reading.destinations(of: returned))
                switch outcome {
                case .signs: logger.info("signed report came back", metadata: metadata)
                case .unrelated: logger.info("signed report names no draft of ours", metadata: metadata)
                case .unreadable(let reason):
                    incidents.report(
                        "a signed report from \(returned.callingAETitle) cannot be used: \(reason)",
                        hint: "the study waits for review as before; review it here, or let it be sent again",
                        metadata: metadata)
                }
            } catch WorkItemError.claimLost {
                logger.info("signed report dropped: it is no longer ours", metadata: metadata)
            } catch {
                incidents.report("a signed report cannot be read now", error, metadata: metadata)
                try workList.handBack(returned, notBefore: Date() + 60)
            }
        }
        return true
    }
}
