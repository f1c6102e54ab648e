import DICOMCore
import DICOMNetwork
import FoundationEssentials
import Logging
import Platform
import WorkListDatabase

/// Handles the storage commitment with one peer for which this node opens associations, on its own thread, so that a
/// peer that does not answer delays no other.
final class CommitmentLane: Lane {
    let peer: Peer
    let loop: Loop
    private let requestor: AssociationRequestor
    private let workList: WorkListStore
    private let pauses: CommitmentPauses
    private let logger: Logger
    private let incidents: IncidentLog
    private let outage: RepeatedCondition
    private let refused: RefusedRows

    /// Pause after an error of the work list.
    private static let recovery = Duration.seconds(5)

    init(
        with peer: Peer, requestor: AssociationRequestor, workList: WorkListStore, pauses: CommitmentPauses,
        logger: Logger
    ) {
        self.peer = peer
        self.requestor = requestor
        self.workList = workList
        self.pauses = pauses
        loop = Loop("commit \(peer.name)")
        var logger = logger
        logger[metadataKey: "name"] = "\(peer.name)"
        self.logger = logger
        incidents = IncidentLog("commitment", in: workList, logger: logger)
        outage = RepeatedCondition(logger: logger, end: "storage commitment works again")
        refused = RefusedRows(in: incidents)
    }

    /// Sends due reports and requests until the lane is stopped; a stop takes effect after the current transaction.
    func work() {
        while !loop.isStopped {
            do {
                while !loop.isStopped, let claim = try workList.claimCommitment(of: peer.name) {
                    // A transaction that fails here does not hold up the others.
                    try watch(claim) {
                        try report(claim)
                    } giveBack: { reason, notBefore in
                        try workList.settle(claim, as: .refused(reason: reason, notBefore: notBefore)) == .failed
                    }
                }
                if peer.requestsCommitment { try ask() }
                outage.isOver()
                loop.wait(upTo: pauses.look)
            } catch {
                outage.isMet("storage commitment failed on the work list", error)
                loop.pause(for: Self.recovery)
                // Release the claims made before the failure.
                _ = try? workList.returnCommitmentClaims(of: peer.name)
            }
        }
    }

    /// Runs one attempt for a transaction. A transaction that fails is given back: otherwise its report stays claimed until a
    /// restart, or its request is due again at once.
    ///
    /// - Parameter giveBack: ends the attempt, with the reason and the earliest time of the next one; returns whether the
    ///   transaction is given up instead.
    /// - Throws: the error, if the other transactions would meet it too.
    private func watch(
        _ claim: CommitmentTransaction, _ attempt: () throws -> Void, giveBack: (String, Date) throws -> Bool
    ) throws {
        defer { loop.heartbeat.beat() }
        do {
            try attempt()
            refused.took(claim.id)
        } catch {
            if (try? giveBack("\(error)", Date() + pauses.retry.seconds(after: claim.attempt))) == true {
                refused.took(claim.id)
                return incidents.report(
                    "storage commitment with \(peer.name) was given up for one transaction", error,
                    metadata: ["transaction": "\(claim.transactionUID)"])
            }
            try refused.note(
                claim.id, "storage commitment with \(peer.name) failed for one transaction", error,
                metadata: ["transaction": "\(claim.transactionUID)"])
        }
    }

    /// Makes one attempt to report to the peer which of the requested objects are committed.
    private func report(_ claim: CommitmentTransaction) throws {
        let report = try CommitmentVerification(workList: workList, logger: logger).report(of: claim)
        let requestor = claim.calledAETitle.flatMap(AETitle.init).map(self.requestor.titled) ?? self.requestor
        var reason: String?
        do {
            let status = try requestor.report(report, to: peer)
            if status != .success, !status.isWarning { reason = "the peer answered the report with \(status)" }
        } catch {
            reason = "\(error)"
        }
        let settled: WorkListStore.CommitmentReport =
            reason.map { .refused(reason: $0, notBefore: Date() + pauses.retry.seconds(after: claim.attempt)) }
            ?? .taken
        let state = try workList.settle(claim, as: settled)
        logger.log(
            level: state == .reported ? .info : state == .failed ? .error : .warning,
            "storage commitment \(state == .reported ? "reported" : "not reported: \(reason ?? "")")",
            metadata: [
                "transaction": "\(claim.transactionUID)", "attempt": "\(claim.attempt)", "state": "\(state.rawValue)",
                "committed": "\(report.references.count)", "not_committed": "\(report.failures.count)",
            ])
        guard state == .failed else { return }
        incidents.record(
            "cannot report storage commitment to \(peer.name): \(reason ?? "")",
            hint: "check the peer's host, port and roles, then have it request commitment again")
    }

    /// Asks the peer to commit to the objects delivered to it.
    private func ask() throws {
        let overdue = try workList.endOverdueCommitments(of: peer.name) {
            loop.heartbeat.beat()
            return !loop.isStopped
        } refused: {
            try refused.note($0, "storage commitment with \(peer.name) failed for one overdue transaction", $1)
        } ended: {
            refused.took($0)
        }
        if overdue.again + overdue.givenUp > 0 {
            logger.error(
                "storage commitment reports are overdue",
                metadata: ["asked_again": "\(overdue.again)", "given_up": "\(overdue.givenUp)"])
        }
        if overdue.givenUp > 0 {
            incidents.record(
                "\(peer.name) never reported whether it commits to the delivered objects",
                hint: "check that it knows this node's host, port and AE title, or set request_commitment: false")
        }
        try workList.gatherCommitment(of: peer.name, deliveredUntil: Date() - pauses.gathering)
        while !loop.isStopped, let asked = try workList.commitmentToAsk(of: peer.name) {
            try watch(asked) {
                try ask(asked)
            } giveBack: { reason, notBefore in
                try workList.commitmentNotAsked(asked, reason: reason, notBefore: notBefore)
            }
        }
    }

    private func ask(_ commitment: CommitmentTransaction) throws {
        guard let transactionUID = UID(commitment.transactionUID) else {
            throw HeaderScanError.invalidUID(.transactionUID)
        }
        let request = CommitmentInformation(
            transactionUID: transactionUID, references: try workList.references(of: commitment).map(\.reference))
        let asking = CommitmentAsking(
            peer: peer, requestor: requestor, reports: CommitmentReports(workList: workList), logger: logger)
        var reason: String?
        var association: CommitmentAsking.Asked?
        do {
            let asked = try asking.ask(request)
            if asked.status == .success {
                association = asked
            } else {
                reason = "the peer answered the request with \(asked.status)"
                asked.end()
            }
        } catch {
            reason = "\(error)"
        }
        let metadata: Logger.Metadata = [
            "transaction": "\(transactionUID)", "instances": "\(request.references.count)",
            "attempt": "\(commitment.attempt)", "round": "\(commitment.round)",
        ]
        guard let association else {
            let isGivenUp = try workList.commitmentNotAsked(
                commitment, reason: reason ?? "", notBefore: Date() + pauses.retry.seconds(after: commitment.attempt))
            logger.log(
                level: isGivenUp ? .error : .warning, "storage commitment not requested: \(reason ?? "")",
                metadata: metadata)
            guard isGivenUp else { return }
            return incidents.record(
                "cannot request commitment from \(peer.name): \(reason ?? "")",
                hint: "check that it offers storage commitment, or set request_commitment: false")
        }
        try workList.commitmentAsked(commitment, overdueAt: Date() + pauses.overdue)
        logger.info("storage commitment requested from the peer", metadata: metadata)
        asking.linger(on: association, for: pauses.lingering, while: { !loop.isStopped })
    }
}
