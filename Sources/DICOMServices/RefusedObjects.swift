import FoundationEssentials
import OperatorErrors
import Synchronization
import WorkListDatabase

/// Counts refused objects by their sender. A sender of which more than one is refused is an incident, once an hour, with the
/// latest reason. The reasons name attributes and never a patient. Counting does not block.
final class RefusedObjects: Sendable {
    private struct Sender {
        var count = 0
        var reason = ""
        var hint = ""
        var refusedAt = Date.distantPast
        var reportedAt = Date.distantPast
    }

    private static let pause: TimeInterval = 3600
    /// Limit on the senders that are counted.
    private static let senderLimit = 256

    private let senders = Mutex<[String: Sender]>([:])
    private let incidents: IncidentLog

    init(incidents: IncidentLog) { self.incidents = incidents }

    /// - Parameter sender: as an administrator knows it: peer, AE title, address.
    func count(_ error: any OperatorError, from sender: String, at now: Date = Date()) {
        // A full disk is an incident of its own.
        guard error.fault != .outOfResources, error.fault != .busy else { return }
        senders.withLock { senders in
            guard senders[sender] != nil || senders.count < Self.senderLimit else { return }
            senders[sender, default: Sender()].count += 1
            senders[sender]?.reason = error.description
            senders[sender]?.hint = error.hint
            senders[sender]?.refusedAt = now
        }
    }

    /// Reports what repeated since the last report of its sender. Called every two seconds; blocks.
    func report(at now: Date = Date()) {
        let due = senders.withLock { senders in
            let due = senders.filter { $0.value.count > 1 && $0.value.reportedAt <= now - Self.pause }
            for sender in due.keys {
                senders[sender]?.count = 0
                senders[sender]?.reportedAt = now
            }
            // Senders without a refusal in the last hour are forgotten, so that the limit leaves room for others.
            senders = senders.filter { max($0.value.refusedAt, $0.value.reportedAt) > now - Self.pause }
            return due
        }
        for (name, sender) in due.sorted(by: { $0.key < $1.key }) {
            incidents.report(
                "\(sender.count) objects of \(name) were refused; the latest: \(sender.reason)", hint: sender.hint)
        }
    }
}
