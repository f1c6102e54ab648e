import DICOMCore
import DICOMNetwork
import FoundationEssentials
import Glibc
import Logging
import Platform
import WorkListDatabase

/// Everything for one destination, in order, on a thread of its own: whatever this peer does, no other lane waits.
final class DeliveryLane: Lane {
    let peer: Peer
    let loop: Loop
    private let requestor: AssociationRequestor
    private let workList: WorkListStore
    private let backOff: BackOff
    private let journal: DeliveryJournal

    /// Rows in one claim, and so in one association.
    private static let batchLimit = 1000
    /// After the work list refused.
    private static let recovery = Duration.seconds(5)

    init(
        to peer: Peer, requestor: AssociationRequestor, workList: WorkListStore, backOff: BackOff, logger: Logger
    ) {
        self.peer = peer
        self.requestor = requestor
        self.workList = workList
        self.backOff = backOff
        loop = Loop("to \(peer.name)")
        journal = DeliveryJournal(peer: peer, workList: workList, logger: logger)
    }

    /// Delivers what comes due until told to stop, which ends it after the object in progress.
    func work() {
        var pace = LanePace(backOff)
        // Not longer than the shortest pause: what is put off comes due between two hints.
        let interval = min(Loop.slowLook, backOff.first)
        while !loop.isStopped {
            do {
                while !loop.isStopped, try deliverBatch(&pace) {}
                journal.workListWorks()
                loop.wait(upTo: interval)
            } catch {
                journal.workListRefused(error)
                loop.pause(for: Self.recovery)
                // What was claimed when it refused is nobody's.
                _ = try? workList.returnOutboxClaims(of: peer.name)
            }
        }
    }

    /// Delivers what is due, over one association unless that has too few contexts.
    ///
    /// - Returns: whether it is worth looking again at once.
    private func deliverBatch(_ pace: inout LanePace) throws -> Bool {
        let batch = try workList.claimOutbox(
            for: peer.name, by: getpid(), limit: Self.batchLimit, at: pace.claimable(at: Date()))
        guard !batch.isEmpty else { return false }
        for part in StorageBatch.split(batch, object: \.instance) {
            if loop.isStopped {
                try handBack(part.elements[...])
                continue
            }
            var user: StorageUser
            do {
                user = StorageUser(try requestor.open(to: peer, proposing: part.proposals))
            } catch {
                try destinationFailed(error, &pace)
                return false
            }
            guard try deliver(part.elements, over: &user, &pace) else { return false }
        }
        journal.destinationWorks()
        pace.destinationWorked()
        return true
    }

    /// - Returns: whether the destination works; else it has been put off.
    private func deliver(
        _ batch: [OutboxRow], over user: inout StorageUser, _ pace: inout LanePace
    ) throws -> Bool {
        var refusals: [String: Int] = [:]
        defer { journal.refused(refusals) }
        var hasAnswered = false
        for (index, row) in batch.enumerated() {
            let rest = batch[index...]
            if loop.isStopped {
                try handBack(rest)
                break
            }
            do {
                if let reason = row.instance.fault {
                    if try refuse(row, .permanent, reason: reason, notBefore: nil) { refusals[reason, default: 0] += 1 }
                    continue
                }
                let outcome = try user.store(row.instance)
                if case .answered = outcome { hasAnswered = true }
                if let reason = try settle(row, as: outcome) { refusals[reason, default: 0] += 1 }
            } catch let error as NetworkError {
                user.association.abort(after: error)
                // Where something was answered before, it was this object that ended the association, and another one
                // carries the rest. Else the destination takes nothing; and this object comes after the others, so
                // that it cannot hold them up for ever.
                if !hasAnswered { pace.destinationFailed(at: Date(), isSlow: false) }
                let reason = "\(error)"
                let notBefore = max(pace.pausedUntil, Date()) + backOff.seconds(after: row.attempt)
                if try refuse(row, .transient, reason: reason, notBefore: notBefore) {
                    refusals[reason, default: 0] += 1
                }
                if hasAnswered {
                    try handBack(rest.dropFirst())
                } else {
                    try putOff(error, until: pace.pausedUntil, failures: pace.failures)
                }
                return hasAnswered
            }
        }
        // Every answer is in; a peer that cannot even release has them all the same.
        try? user.association.release()
        return true
    }

    /// - Returns: the reason, if the object is refused permanently.
    private func settle(_ row: OutboxRow, as outcome: StorageUser.Outcome) throws -> String? {
        switch outcome {
        case .notNegotiated:
            let syntax = TransferSyntax(uid: row.instance.transferSyntaxUID)?.name ?? row.instance.transferSyntaxUID
            let reason = "the destination accepts no presentation context for \(row.instance.sopClassUID) in \(syntax)"
            return try refuse(row, .permanent, reason: reason, notBefore: nil) ? reason : nil
        case .unreadable(let error):
            let reason = "the object's file cannot be read: \(error)"
            return try refuse(row, .permanent, reason: reason, notBefore: nil) ? reason : nil
        case .answered(let status):
            let response = StoreResponse(status)
            guard response.isStored else {
                let pause =
                    response == .notAuthorized ? backOff.longest / .seconds(1) : backOff.seconds(after: row.attempt)
                let reason = status.storeMeaning
                return try refuse(row, response, status, reason: reason, notBefore: Date() + pause) ? reason : nil
            }
            try workList.settle(row, as: .accepted, status: status.rawValue)
            journal.settled(row, response, status: status, reason: nil)
            return nil
        }
    }

    /// - Returns: whether it is permanent.
    private func refuse(
        _ row: OutboxRow, _ response: StoreResponse, _ status: DIMSEStatus? = nil, reason: String, notBefore: Date?
    ) throws -> Bool {
        let isPermanent = response == .permanent || row.attempt >= OutboxState.maximumAttempts
        try workList.settle(
            row, as: .refused(reason: reason, isPermanent: response == .permanent), status: status?.rawValue,
            notBefore: notBefore)
        journal.settled(row, isPermanent ? .permanent : response, status: status, reason: reason)
        return isPermanent
    }

    private func handBack(_ rows: ArraySlice<OutboxRow>) throws {
        for row in rows { try workList.settle(row, as: .handedBack) }
    }

    /// Nothing could be sent at all. A rejection for good is mended at the peer, by a person, and retried slowly.
    private func destinationFailed(_ error: NetworkError, _ pace: inout LanePace) throws {
        var isSlow = false
        if case .rejected(let rejection) = error { isSlow = !rejection.isTransient }
        pace.destinationFailed(at: Date(), isSlow: isSlow)
        try putOff(error, until: pace.pausedUntil, failures: pace.failures)
    }

    private func putOff(_ error: NetworkError, until: Date, failures: Int) throws {
        let counts = try workList.destinationFailed(peer.name, reason: "\(error)", until: until)
        journal.destinationFailed(
            error, failures: failures, until: until, deferred: counts.deferred, failed: counts.failed)
    }
}

extension StoredInstance {
    /// Why the file may not be sent: its size or SHA-256 is not what was written. Nil if it may be.
    fileprivate var fault: String? {
        do {
            let written = DurableFile.Contents(byteCount: byteCount, sha256: sha256)
            guard try DurableFile.Contents(ofFileAt: path) != written else { return nil }
            return "the object's file is not what was written: its size or SHA-256 differs"
        } catch {
            return "the object's file cannot be read: \(error)"
        }
    }
}
