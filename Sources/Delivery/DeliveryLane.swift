import DICOMCore
import DICOMNetwork
import FoundationEssentials
import Glibc
import Logging
import OperatorErrors
import Platform
import WorkListDatabase

/// Delivers everything for one destination, in order and on its own thread, so that a slow peer delays no other lane.
final class DeliveryLane: Lane {
    let peer: Peer
    let loop: Loop
    private let requestor: AssociationRequestor
    private let decoding: (any ImageDecoding)?
    private let workList: WorkListStore
    private let backOff: BackOff
    private let journal: DeliveryJournal

    /// Maximum number of rows in one claim.
    private static let batchLimit = 1000
    /// Pause after an error of the work list.
    private static let recovery = Duration.seconds(5)

    init(
        to peer: Peer, requestor: AssociationRequestor, decoding: (any ImageDecoding)?, workList: WorkListStore,
        backOff: BackOff, logger: Logger
    ) {
        self.decoding = decoding
        self.peer = peer
        self.requestor = requestor
        self.workList = workList
        self.backOff = backOff
        loop = Loop("to \(peer.name)")
        journal = DeliveryJournal(peer: peer, workList: workList, logger: logger)
    }

    /// Delivers what is due until the lane is stopped; a stop takes effect after the current object.
    func work() {
        var pace = LanePace(backOff)
        // No longer than the shortest back-off: a deferred row becomes due without a wake-up.
        let interval = min(Loop.slowLook, backOff.first)
        while !loop.isStopped {
            do {
                while !loop.isStopped, try deliverBatch(&pace) {}
                journal.workListWorks()
                loop.wait(upTo: interval)
            } catch {
                journal.workListRefused(error)
                loop.pause(for: Self.recovery)
                // Release the claims made before the failure.
                _ = try? workList.returnOutboxClaims(of: peer.name)
            }
        }
    }

    /// Delivers what is due, over one association unless the rows need more presentation contexts than fit in one.
    ///
    /// - Returns: whether to check again immediately.
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
                user = StorageUser(try requestor.open(to: peer, proposing: part.proposals), decoding: decoding)
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

    /// - Returns: false if the destination failed; everything pending for it has then been deferred.
    private func deliver(
        _ batch: [OutboxRow], over user: inout StorageUser, _ pace: inout LanePace
    ) throws -> Bool {
        var refusals: [String: [String]] = [:]
        defer { journal.refused(refusals) }
        func noteGivenUp(_ row: OutboxRow, _ reason: String?) {
            if let reason { refusals[reason, default: []].append(row.instance.studyInstanceUID) }
        }
        var hasAnswered = false
        for (index, row) in batch.enumerated() {
            loop.heartbeat.beat()
            let rest = batch[index...]
            if loop.isStopped {
                try handBack(rest)
                break
            }
            do {
                // A lane claims many rows at once; a draft may be rejected before its turn comes.
                if try workList.isWithdrawn(row) {
                    try handBack([row])
                    continue
                }
                if let reason = row.instance.fault {
                    noteGivenUp(row, try refuse(row, .permanent, reason: reason, notBefore: nil))
                    continue
                }
                let outcome = try user.store(row.instance)
                if case .answered = outcome { hasAnswered = true }
                noteGivenUp(row, try settle(row, as: outcome))
            } catch let error as NetworkError {
                user.association.abort(after: error)
                // If an earlier object was answered, this object ended the association, and a new association carries
                // the rest. Otherwise the destination accepts nothing. This object is then retried after the others, so
                // that it cannot block them forever.
                let now = Date()
                if !hasAnswered { pace.destinationFailed(at: now, isSlow: false) }
                let reason = "\(error)"
                let notBefore = max(pace.pausedUntil(at: now), now) + backOff.seconds(after: row.attempt)
                noteGivenUp(row, try refuse(row, .transient, reason: reason, notBefore: notBefore))
                if hasAnswered {
                    try handBack(rest.dropFirst())
                } else {
                    try putOff(error, until: pace.pausedUntil(at: now), failures: pace.failures)
                }
                return hasAnswered
            } catch {
                // The others go on.
                try journal.rowRefused(row, error)
                noteGivenUp(row, giveBack(row, after: error))
            }
        }
        // Every response has arrived, so a failed release loses nothing.
        try? user.association.release()
        return true
    }

    /// - Returns: the reason if the object is permanently refused, otherwise nil.
    private func settle(_ row: OutboxRow, as outcome: StorageUser.Outcome) throws -> String? {
        switch outcome {
        case .notNegotiated:
            let names = TransferSyntax(uid: row.instance.transferSyntaxUID)?.sendable.map(\.name)
            let syntax = names?.joined(separator: " or ") ?? row.instance.transferSyntaxUID
            let reason = "the destination accepts no presentation context for \(row.instance.sopClassUID) in \(syntax)"
            return try refuse(row, .permanent, reason: reason, notBefore: nil)
        case .notConvertible(let reason):
            return try refuse(row, .permanent, reason: reason, notBefore: nil)
        case .notDecoded(let error):
            let notBefore = Date() + backOff.seconds(after: row.attempt)
            return try refuse(
                row, error.isPermanent ? .permanent : .transient, reason: "\(error)", notBefore: notBefore)
        case .unreadable(let error):
            let reason = "the object's file cannot be read: \(error)"
            return try refuse(row, .permanent, reason: reason, notBefore: nil)
        case .answered(let status):
            let response = StoreResponse(status)
            guard response.isStored else {
                let pause =
                    response == .notAuthorized ? backOff.longest / .seconds(1) : backOff.seconds(after: row.attempt)
                let reason = status.storeMeaning
                return try refuse(row, response, status, reason: reason, notBefore: Date() + pause)
            }
            try workList.settle(row, as: .accepted, status: status.rawValue)
            journal.settled(row, response, status: status, reason: nil)
            return nil
        }
    }

    /// - Returns: the reason if the delivery is given up, otherwise nil.
    private func refuse(
        _ row: OutboxRow, _ response: StoreResponse, _ status: DIMSEStatus? = nil, reason: String, notBefore: Date?
    ) throws -> String? {
        let event = OutboxEvent.refused(reason: reason, isPermanent: response == .permanent)
        let isGivenUp = row.transition(on: event)?.state == .failed
        try workList.settle(row, as: event, status: status?.rawValue, notBefore: notBefore)
        journal.settled(row, isGivenUp ? .permanent : response, status: status, reason: reason)
        return isGivenUp ? reason : nil
    }

    /// Gives back a row whose outcome cannot be stored, to be retried after a pause. The destination may get the object once
    /// more; a row that is not given back, because the work list refuses this too, stays claimed until a restart.
    ///
    /// - Returns: the reason if the delivery is given up, otherwise nil.
    private func giveBack(_ row: OutboxRow, after error: any Error) -> String? {
        let reason = "the outcome cannot be stored: \(error)"
        let event = OutboxEvent.refused(reason: reason, isPermanent: false)
        let notBefore = Date() + backOff.seconds(after: row.attempt)
        guard (try? workList.settle(row, as: event, notBefore: notBefore)) != nil,
            row.transition(on: event)?.state == .failed
        else { return nil }
        journal.rowGivenUp(row)
        return reason
    }

    private func handBack(_ rows: ArraySlice<OutboxRow>) throws {
        for row in rows { try workList.settle(row, as: .handedBack) }
    }

    /// Handles a failure to open the association. A permanent rejection must be fixed at the peer, so it is retried
    /// slowly.
    private func destinationFailed(_ error: NetworkError, _ pace: inout LanePace) throws {
        var isSlow = false
        if case .rejected(let rejection) = error { isSlow = !rejection.isTransient }
        let now = Date()
        pace.destinationFailed(at: now, isSlow: isSlow)
        try putOff(error, until: pace.pausedUntil(at: now), failures: pace.failures)
    }

    private func putOff(_ error: NetworkError, until: Date, failures: Int) throws {
        let counts = try workList.destinationFailed(peer.name, reason: "\(error)", until: until)
        journal.destinationFailed(
            error, failures: failures, until: until, deferred: counts.deferred, failed: counts.failed)
    }
}

extension StoredInstance {
    /// Why the file must not be sent: its size or SHA-256 has changed since it was written. Nil if the file is intact.
    fileprivate var fault: String? {
        do {
            let written = DurableFile.Contents(byteCount: byteCount, sha256: sha256)
            guard try DurableFile.Contents(ofFileAt: path) != written else { return nil }
            return "the object's file has changed on disk: its size or SHA-256 differs from what was written"
        } catch {
            return "the object's file cannot be read: \(error)"
        }
    }
}
