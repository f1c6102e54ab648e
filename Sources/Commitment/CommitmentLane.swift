import DICOMCore
import DICOMNetwork
import FoundationEssentials
import Logging
import Platform
import WorkListDatabase

/// All storage commitment with one peer that this node opens associations for, on a thread of its own: a peer that does
/// not answer holds up no other.
final class CommitmentLane: Lane {
    let peer: Peer
    let loop: Loop
    private let requestor: AssociationRequestor
    private let workList: WorkListStore
    private let pauses: CommitmentPauses
    private let logger: Logger
    private let incidents: IncidentLog
    private let outage: RepeatedCondition

    /// After the work list refused.
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
    }

    /// Reports and asks what is due until told to stop, which ends it after the transaction in progress.
    func work() {
        while !loop.isStopped {
            do {
                while !loop.isStopped, let claim = try workList.claimCommitment(of: peer.name) { try report(claim) }
                if peer.requestsCommitment { try ask() }
                outage.isOver()
                loop.wait(upTo: pauses.look)
            } catch {
                outage.isMet("storage commitment cannot be worked on", error)
                loop.pause(for: Self.recovery)
                // What was claimed when the work list refused is nobody's.
                _ = try? workList.returnCommitmentClaims(of: peer.name)
            }
        }
    }

    /// One attempt to tell the peer what is kept of what it asked for.
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
            "\(peer.name) was not told what is kept for it: \(reason ?? "")",
            hint: "mend the cause and have the peer ask again; check its host, port and roles")
    }

    /// Asks the peer to keep what was delivered to it.
    private func ask() throws {
        let overdue = try workList.endOverdueCommitments(of: peer.name)
        if overdue.again + overdue.givenUp > 0 {
            logger.error(
                "storage commitment reports are overdue",
                metadata: ["asked_again": "\(overdue.again)", "given_up": "\(overdue.givenUp)"])
        }
        if overdue.givenUp > 0 {
            incidents.record(
                "\(peer.name) never says whether it keeps what it was sent",
                hint: "see that it knows this node's host, port and AE title, or set request_commitment: false")
        }
        try workList.gatherCommitment(of: peer.name, deliveredUntil: Date() - pauses.gathering)
        while !loop.isStopped, let asked = try workList.commitmentToAsk(of: peer.name) { try ask(asked) }
    }

    private func ask(_ commitment: CommitmentTransaction) throws {
        guard let transactionUID = UID(commitment.transactionUID) else { return }
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
                level: isGivenUp ? .error : .warning, "storage commitment not asked for: \(reason ?? "")",
                metadata: metadata)
            guard isGivenUp else { return }
            return incidents.record(
                "\(peer.name) cannot be asked for commitment: \(reason ?? "")",
                hint: "check that it offers storage commitment, or set request_commitment: false")
        }
        try workList.commitmentAsked(commitment, overdueAt: Date() + pauses.overdue)
        logger.info("storage commitment asked for", metadata: metadata)
        asking.linger(on: association, for: pauses.lingering, while: { !loop.isStopped })
    }
}
