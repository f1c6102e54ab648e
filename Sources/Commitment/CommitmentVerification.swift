package import DICOMCore
package import DICOMNetwork
import FoundationEssentials
package import Logging
import Platform
package import WorkListDatabase

/// Verifies which objects of a transaction are stored by reading their bytes from disk again.
package struct CommitmentVerification {
    private let workList: WorkListStore
    private let logger: Logger

    package init(workList: WorkListStore, logger: Logger) {
        self.workList = workList
        self.logger = logger
    }

    /// Verifies the objects once per request, stores the results, and returns the report.
    package func report(of commitment: CommitmentTransaction) throws -> CommitmentInformation {
        let references = try workList.references(of: commitment)
        var results: [(reference: CommitmentInformation.Reference, result: UInt16)] = []
        if commitment.attempt <= 1 || references.contains(where: { $0.result == nil }) {
            let found = try references.map { ($0.reference, try verify($0.reference).rawValue) }
            results = try workList.setResults(found, of: commitment)
        } else {
            results = references.map { ($0.reference, $0.result ?? DIMSEStatus.processingFailure.rawValue) }
        }
        guard let transactionUID = UID(commitment.transactionUID) else {
            throw HeaderScanError.invalidUID(.transactionUID)
        }
        return CommitmentInformation(
            transactionUID: transactionUID, references: results.filter { $0.result == 0 }.map(\.reference),
            failures: results.filter { $0.result != 0 }.map { .init($0.reference, reason: $0.result) })
    }

    /// - Returns: success, or the Failure Reason (PS3.3 C.14.1.1).
    private func verify(_ reference: CommitmentInformation.Reference) throws -> DIMSEStatus {
        let stored = try workList.storedInstance(reference.sopInstanceUID)
        guard let stored else { return .noSuchObjectInstance }
        guard stored.sopClassUID == reference.sopClassUID else { return .classInstanceConflict }
        let written = DurableFile.Contents(byteCount: stored.byteCount, sha256: stored.sha256)
        do {
            if try DurableFile.Contents(ofFileAt: stored.path) == written { return .success }
            tell("its size or SHA-256 differs from what was written", stored)
        } catch {
            tell("it cannot be read: \(error)", stored)
        }
        return .processingFailure
    }

    private func tell(_ problem: String, _ stored: StoredInstance) {
        IncidentLog("commitment", in: workList, logger: logger).report(
            "stored object \(stored.sopInstanceUID) is damaged: \(problem)",
            hint: "check the disk; have the sender store the object again: the same bytes replace the damaged file",
            study: stored.studyInstanceUID, cause: .files, metadata: ["path": "\(stored.path)"])
    }
}

extension CommitmentInformation {
    /// The N-EVENT-REPORT command: event type 1 if everything is committed, 2 if something failed (PS3.4 J.3.3.1.1).
    package func event(messageID: UInt16) -> CommandSet {
        CommandSet(
            reporting: failures.isEmpty ? 1 : 2, of: SOPClass.storageCommitmentPushModelInstance,
            of: SOPClass.storageCommitmentPushModel, messageID: messageID)
    }

    /// The data set, encoded in the transfer syntax of a presentation context.
    package func encoded(in context: PresentationContext) -> [UInt8] {
        encoded(context.transferSyntax == .implicitVRLittleEndian ? .implicitLittleEndian : .explicitLittleEndian)
    }
}
