import DICOMObject
import Decoding
import FoundationEssentials
import Glibc
import Logging
import Review
import WorkList
import WorkListDatabase

/// The reporter's work for reviews: the documents of verdicts, and returned reports.
extension Reporter {
    /// Writes the documents of the verdict that has been pending longest.
    ///
    /// - Returns: false if nothing is pending.
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
                report(written, of: claim.studyInstanceUID, metadata)
                logger.info(
                    "verdict documented",
                    metadata: metadata.merging(["documents": "\(written.documents.count)"]) { $1 })
            } catch WorkItemError.claimLost {
                logger.info("discarding review documents: the claim expired", metadata: metadata)
            } catch {
                let verdict = AttemptVerdict(error)
                verdict.report(
                    "could not write the documents of a verdict", error, study: claim.studyInstanceUID,
                    cause: .documents, metadata: metadata, in: incidents)
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

    /// Reads the returned report that has been pending longest.
    ///
    /// - Parameter maySign: among those of peers that may sign, or among the others, which only become an incident.
    /// - Returns: false if nothing is pending.
    func readNextReturnedReport(_ reading: ReturnedReportReading, ofSigners maySign: Bool) throws -> Bool {
        guard let returned = try workList.claimReturnedReport(by: getpid(), ofSigners: maySign) else { return false }
        let metadata: Logger.Metadata = [
            "study.uid": "\(returned.studyInstanceUID)", "sop.uid": "\(returned.sopInstanceUID)",
            "peer": "\(returned.callingAETitle)",
        ]
        let handBack: @Sendable () throws -> Void = { [workList] in try workList.handBack(returned, notBefore: Date()) }
        try work(handingBack: handBack) {
            do {
                let outcome = try reading.outcome(of: returned)
                let resolution = try workList.resolve(
                    returned, as: outcome, deliveringTo: reading.destinations(of: returned))
                report(resolution, of: returned, metadata)
            } catch WorkItemError.claimLost {
                logger.info("discarding the returned report: the claim expired", metadata: metadata)
            } catch {
                // A fault of the machine says nothing about the report: it costs no attempt.
                let isOfTheReport = error is DecoderError || error is DICOMObjectError
                let verdict = AttemptVerdict(error)
                incidents.reportHourly(
                    "could not read a returned report", error, study: returned.studyInstanceUID,
                    cause: .returnedReport, metadata: metadata)
                // It is the only claim of this process.
                try workList.endReviewClaims(
                    with: isOfTheReport ? verdict.event : .handedBack,
                    notBefore: Date() + (isOfTheReport ? verdict.delay : 60))
            }
        }
        return true
    }
}
