package import FoundationEssentials
import Synchronization

/// Counts refusals by their caller. A caller that is refused more than once is an incident, once an hour, with the latest
/// reason. Counting does not block.
package final class RepeatedRefusals: Sendable {
    private struct Caller {
        var count = 0
        var isDue = false
        var reason = ""
        var hint = ""
        var refusedAt = Date.distantPast
        var reportedAt = Date.distantPast
    }

    private static let pause: TimeInterval = 3600
    /// Limit on the callers that are counted.
    private static let callerLimit = 256

    private let callers = Mutex<[String: Caller]>([:])
    private let incidents: IncidentLog

    package init(incidents: IncidentLog) { self.incidents = incidents }

    /// - Parameters:
    ///   - reason: names no patient.
    ///   - caller: as an administrator knows it.
    ///   - isDue: makes an incident of the first refusal too.
    package func count(_ reason: String, hint: String, from caller: String, isDue: Bool = false, at now: Date) {
        callers.withLock { callers in
            guard callers[caller] != nil || callers.count < Self.callerLimit else { return }
            var refused = callers[caller] ?? Caller()
            refused.count += 1
            refused.isDue = refused.isDue || isDue || refused.count > 1
            (refused.reason, refused.hint, refused.refusedAt) = (reason, hint, now)
            callers[caller] = refused
        }
    }

    /// Reports what was refused since the last report of its caller. Called every few seconds; blocks.
    ///
    /// - Parameter message: text of the incident, without the reason.
    package func report(at now: Date, message: (_ count: Int, _ caller: String) -> String) {
        let due = callers.withLock { callers in
            let due = callers.filter { _, caller in
                // A report in the future was made before the clock was set back.
                let wasReported = caller.reportedAt > now - Self.pause && caller.reportedAt <= now
                return caller.isDue && !wasReported
            }
            for caller in due.keys {
                callers[caller]?.count = 0
                callers[caller]?.isDue = false
                callers[caller]?.reportedAt = now
            }
            // Callers without a refusal in the last hour are forgotten, so that the limit leaves room for others.
            callers = callers.filter { _, caller in
                let latest = max(caller.refusedAt, caller.reportedAt)
                return latest > now - Self.pause && latest < now + Self.pause
            }
            return due
        }
        for (name, caller) in due.sorted(by: { $0.key < $1.key }) {
            incidents.report("\(message(caller.count, name)); the latest: \(caller.reason)", hint: caller.hint)
        }
    }
}
