import Delivery
import Intake
package import Platform
package import Retention
import Review
import Synchronization
import WebAccess
import WorkList
package import WorkListDatabase

/// Makes the changes that accounts of this machine ask for, if they may.
package final class ChangeDesk: Sendable {
    /// What changes depend on in the configuration.
    package struct Settings: Sendable {
        package var claimMinutes: Int
        package var retention: RetentionPolicy
        /// The AE title of the node, which names it in objects that it changes.
        package var aeTitle: String
        /// Those of its peers.
        package var peerTitles: [String]
        /// Names of the peers that get a signed SR, by the AE title of the workstation that sent it.
        package var destinations: @Sendable (_ sender: String) -> [String]

        package init(
            claimMinutes: Int, retention: RetentionPolicy, aeTitle: String, peerTitles: [String] = [],
            destinations: @escaping @Sendable (String) -> [String]
        ) {
            self.claimMinutes = claimMinutes
            self.retention = retention
            self.aeTitle = aeTitle
            self.peerTitles = peerTitles
            self.destinations = destinations
        }
    }

    private let workList: WorkListStore
    private let permission: Permission
    private let settings: Mutex<Settings>
    private let onChange: @Sendable () -> Void
    private let sweeps = Mutex<(running: [RetentionSweep], isStopped: Bool)>(([], false))

    /// - Parameters:
    ///   - service: user id of the account of the service.
    ///   - onChange: called after each change, also one that was made in part: the stages look for work then.
    package init(
        _ workList: WorkListStore, _ settings: Settings, service: UInt32, onChange: @escaping @Sendable () -> Void = {}
    ) {
        self.workList = workList
        self.onChange = onChange
        self.settings = Mutex(settings)
        permission = Permission(workList, service: service)
    }

    /// Uses other settings from now on.
    package func change(to settings: Settings) { self.settings.withLock { $0 = settings } }

    /// Makes a change.
    ///
    /// - Parameter account: who asks, as the kernel says.
    /// - Throws: `ControlError` if the account may not, or what the feature throws.
    package func make(_ change: Change, for account: Account) throws -> ChangeOutcome {
        let acting = try permission.acting(account, for: change)
        let actor = acting.login
        defer { onChange() }
        switch change {
        case .review(let change, let study, _): return try make(change, of: study, acting)
        case .study(let change, let study):
            try make(change, of: try workList.workItem(named: study), by: actor)
            return .done
        case .retryAllFailed: return .count(try workList.retryAllFailed(by: actor))
        case .retryDocuments(let study):
            return .count(try workList.retryReviewDocuments(of: workList.workItem(named: study), by: actor))
        case .retryDeliveries(let rows): return .count(try workList.retryOutbox(rows, by: actor))
        case .addUser(let user):
            try workList.add(user, by: actor)
            return .user(user)
        case .changeUser(let login, let change): return .user(try workList.change(login, change, by: actor))
        case .removeUser(let login):
            try workList.removeUser(login, by: actor)
            return .done
        case .setPassword(let login, let hash):
            try workList.setPassword(hash, of: login, by: actor)
            return .done
        case .addToken(let name, let scopes, let expiresAt):
            let titles = settings.withLock { [$0.aeTitle] + $0.peerTitles }
            return .token(
                secret: try workList.addAccessToken(
                    name, scopes, expiresAt: expiresAt, besides: titles, by: actor
                ).text)
        case .revokeToken(let name):
            try workList.revokeAccessToken(name, by: actor)
            return .done
        case .remove(let study, let reason, let isForced):
            return try removed(
                workList.removeOnRequest(
                    workList.workItem(named: study), reason: reason, isForced: isForced, by: actor,
                    committing: settings.withLock { $0.retention.committingPeers }))
        case .discardQuarantined(let id, let reason):
            return try removed(workList.discardQuarantined(id, reason: reason, by: actor))
        case .releaseQuarantined(let id, let isAsNew, let reason):
            let system = settings.withLock { $0.aeTitle }
            let uid = try QuarantineRelease(workList, rules: [ReturnedReportRule()]).release(
                id, isAsNew: isAsNew, reason: reason, by: actor, system: system)
            // The object is admitted. A file that remains is removed later by `DiskWatch`, which reports it.
            _ = try? workList.removeListedFiles()
            return .admitted(sopInstanceUID: uid)
        case .runRetention(let isConfirmed): return .retention(try sweep(isConfirmed: isConfirmed, by: actor))
        }
    }

    private func removed(_ removal: RequestedRemoval) throws(ControlError) -> ChangeOutcome {
        switch removal {
        case .removed(let removal): return .removed(removal)
        case .kept(let hold): throw .kept(hold)
        case .busy(let state): throw .refused(in: state)
        case .notFound: throw .nothingToRemove
        }
    }

    /// Ends what takes long, after its current transaction; callable from any thread.
    package func stop() {
        sweeps.withLock { sweeps in
            sweeps.isStopped = true
            sweeps.running.forEach { $0.stop() }
        }
    }

    private func make(_ change: ReviewChange, of study: String, _ acting: Permission.Acting) throws -> ChangeOutcome {
        let settings = settings.withLock { $0 }
        let desk = ReviewDesk(
            workList, as: acting.login, through: acting.account, claimMinutes: settings.claimMinutes)
        switch change {
        case .open: return .opened(try desk.open(study))
        case .release:
            try desk.release(study)
            return .done
        case .sign(let decision, let revision):
            return .signed(review: try desk.sign(decision, of: study, havingRead: revision).id)
        case .confirm(let report):
            var destinations: [String] = []
            let review = try desk.confirm(report, of: study) { sender in
                destinations = settings.destinations(sender)
                return destinations
            }
            return .confirmed(review: review.id, destinations: destinations)
        case .dismiss(let report):
            try desk.dismiss(report, of: study)
            return .done
        }
    }

    private func make(_ change: StudyChange, of item: Int64, by actor: String) throws {
        do {
            switch change {
            case .hold(let reason): try workList.hold(item, reason: reason, by: actor)
            case .unhold: try workList.unhold(item, by: actor)
            case .confirmDecision: try workList.confirmDecision(on: item, by: actor)
            case .setPriority(let priority): try workList.setPriority(priority, of: item, by: actor)
            case .requeue(let isForced): try workList.requeue(item, isForced: isForced, by: actor)
            case .retry: try workList.retry(item, by: actor)
            }
        } catch WorkItemError.transitionRefused(let state, _) {
            throw ControlError.refused(in: state)
        }
    }

    private func sweep(isConfirmed: Bool, by actor: String) throws -> RetentionReport {
        let sweep = RetentionSweep(settings.withLock { $0.retention }, workList: workList)
        sweeps.withLock { sweeps in
            if sweeps.isStopped { sweep.stop() }
            sweeps.running.append(sweep)
        }
        defer { sweeps.withLock { $0.running.removeAll { $0 === sweep } } }
        return try sweep.run(by: actor, isConfirmed: isConfirmed)
    }
}
